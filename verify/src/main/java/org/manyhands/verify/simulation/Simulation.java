package org.manyhands.verify.simulation;

import java.util.List;
import java.util.Optional;
import org.manyhands.core.state.State;

/** One run of one seed. */
final class Simulation {
    /** So long after the last fault everything must be at rest. */
    private static final long REST_MILLIS_MAX = 240_000;

    private static final long LOOK_AGAIN_MILLIS = 20_000;
    private static final long QUIET_MILLIS = 3_000;

    /** How a run went: the sentence of the checker if a promise was not kept. */
    record Run(long seed, Optional<String> violation, Counts counts, long traceHash, long events, long millis) {
        boolean clean() {
            return violation.isEmpty();
        }
    }

    private final Cluster cluster;
    private final SimulatedWorld world;
    private final Faults faults;

    private Simulation(Cluster cluster) {
        this.cluster = cluster;
        world = cluster.world();
        faults = new Faults(cluster);
    }

    static Run run(long seed, Bug bug, boolean traced) {
        SimulatedWorld world = new SimulatedWorld(seed, traced);
        Optional<String> violation = Optional.empty();
        try {
            new Simulation(new Cluster(Scenario.of(seed, world.dice()), bug, world)).run();
        } catch (Violation found) {
            violation = Optional.of(found.sentence());
        } catch (RuntimeException thrown) {
            if (traced) {
                thrown.printStackTrace();
            }
            StackTraceElement[] where = thrown.getStackTrace();
            violation = Optional.of("thrown: " + thrown + (where.length == 0 ? "" : " at " + where[0]));
        }
        return new Run(seed, violation, world.counts(), world.traceHash(), world.events(), world.now());
    }

    /**
     * The log of a run in which nothing is wrong.
     *
     * @param initial the state that it begins with
     */
    record Log(State initial, List<byte[]> entries) {}

    static Log log(long seed) {
        SimulatedWorld world = new SimulatedWorld(seed, false);
        Cluster cluster = new Cluster(Scenario.of(seed, world.dice()), Bug.none(), world);
        new Simulation(cluster).run();
        return new Log(cluster.initial(), cluster.truth().contents());
    }

    private void run() {
        cluster.start();
        faults.start();
        world.run(cluster.scenario().faultMillis(), () -> false);
        world.trace("the world becomes fair");
        faults.end();
        cluster.clients().forEach(SimulatedClient::finish);
        long limit = world.now() + REST_MILLIS_MAX;
        settle(limit);
        world.run(world.now() + QUIET_MILLIS, () -> false);
        settle(limit + QUIET_MILLIS);
        world.checkers().forEach(Checker::atEnd);
        cluster.controls().forEach(control -> cluster.truth().equal(control.name(), control.root(), true));
        cluster.clients().forEach(client -> client.checkKept(cluster.truth().state(), "the truth"));
    }

    /** What was retried late may need to be ended again. */
    private void settle(long limit) {
        boolean rest = world.run(Math.min(limit, world.now() + LOOK_AGAIN_MILLIS), this::atRest);
        while (!rest && world.now() < limit) {
            cluster.clients().forEach(SimulatedClient::finish);
            rest = world.run(Math.min(limit, world.now() + LOOK_AGAIN_MILLIS), this::atRest);
        }
        Violation.unless(rest, "not at rest " + REST_MILLIS_MAX + " ms after the last fault: " + unrest());
    }

    private boolean atRest() {
        State truth = cluster.truth().state();
        return cluster.processes().quiet()
                && truth.jobs().values().stream()
                        .allMatch(job -> job.decided()
                                && !job.owesNotice()
                                && job.steps().stream().noneMatch(cluster.store()::lostOf))
                && cluster.store().full(truth)
                && cluster.clients().stream().allMatch(SimulatedClient::answered)
                && cluster.operator().map(SimulatedOperator::satisfied).orElse(true)
                && cluster.keeper().map(SimulatedKeeper::satisfied).orElse(true)
                && cluster.founder().map(SimulatedFounder::satisfied).orElse(true)
                && cluster.keepers().stream().allMatch(control -> control.root().applied() == truth.applied());
    }

    private String unrest() {
        State truth = cluster.truth().state();
        StringBuilder text = new StringBuilder();
        truth.jobs().values().stream()
                .filter(job -> !job.decided() || job.owesNotice())
                .limit(1)
                .forEach(job -> {
                    text.append("job ").append(job.id()).append(" is ").append(job.phase());
                    job.steps()
                            .forEach(step -> text.append("; held ")
                                    .append(step.held())
                                    .append(" ok ")
                                    .append(step.ok())
                                    .append(" failed ")
                                    .append(step.failed()));
                });
        cluster.controls()
                .forEach(control -> text.append(", ")
                        .append(control.name())
                        .append(control.leads() ? " leads at " : " at ")
                        .append(control.root().applied())
                        .append(" (")
                        .append(control.log())
                        .append(')'));
        text.append(" of ").append(truth.applied());
        cluster.controls().stream()
                .filter(SimulatedControl::leads)
                .forEach(leader ->
                        text.append("; placer says ").append(leader.leader().placement()));
        cluster.workers().forEach(worker -> text.append("; ").append(worker));
        cluster.clients().stream()
                .filter(client -> !client.answered())
                .forEach(client -> text.append(", ").append(client.name()).append(" waits for answers"));
        cluster.operator()
                .filter(operator -> !operator.satisfied())
                .ifPresent(operator -> text.append(", the operator sees ").append(truth.members()));
        if (!cluster.store().full(truth)) {
            text.append(", there are too few copies of blobs");
        }
        cluster.founder()
                .filter(founder -> !founder.satisfied())
                .ifPresent(_ -> text.append(", the log is kept by ")
                        .append(cluster.truth().voters())
                        .append(" and should be by some of ")
                        .append(ControlQuorum.controls(truth)));
        return text.toString();
    }
}
