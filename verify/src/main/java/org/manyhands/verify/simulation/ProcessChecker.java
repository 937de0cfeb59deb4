package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Event;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Session;

/**
 * Every process that runs belongs to a session that holds its item, by the committed truth and not by what its node
 * believes; so an item never runs twice at once. And past the deadline of a step a node runs nothing of it. Only a node that was removed from
 * the cluster may run what it has lost, until it hears of that or its deadline comes.
 */
final class ProcessChecker implements Checker {
    /** How long after its deadline a node may need to end what runs. */
    private static final long ENDING_MILLIS_MAX = 60;

    /** Without a new state only a machine that wakes up can make a difference. */
    private static final int LOOK_EVERY = 16;

    private final SimulatedWorld world;
    private final Truth truth;
    private long seen = -1;
    private List<SimulatedTask> live = new ArrayList<>();
    private List<SimulatedWorker> workers = List.of();
    private final Set<Long> removed = new HashSet<>();

    ProcessChecker(SimulatedWorld world, Truth truth) {
        this.world = world;
        this.truth = truth;
    }

    void watch(List<SimulatedWorker> all) {
        workers = all;
    }

    void started(SimulatedTask task) {
        for (SimulatedTask other : live) {
            Violation.unless(
                    !other.live()
                            || other.worker().frozen()
                            || !other.key().equals(task.key())
                            || removed.contains(other.session())
                            || removed.contains(task.session()),
                    "item " + task.key() + " runs on " + task.worker().name() + " while it runs on "
                            + other.worker().name());
        }
        live.add(task);
        check(task);
    }

    boolean quiet() {
        return live.stream().noneMatch(SimulatedTask::live);
    }

    @Override
    public void applied(Applied applied) {
        Command command = applied.envelope().command();
        if (command instanceof Command.RemoveNode
                || command instanceof Command.AdmitNode
                || command instanceof Command.RecoverCluster) {
            for (Event event : applied.events()) {
                if (event instanceof Event.SessionEnded ended) {
                    removed.add(ended.session());
                }
            }
        }
    }

    @Override
    public void afterEvent() {
        if (live.isEmpty()) {
            return;
        }
        live.removeIf(task -> !task.live());
        if (seen != truth.state().applied() || world.events() % LOOK_EVERY == 0) {
            seen = truth.state().applied();
            live.forEach(this::check);
        }
        for (SimulatedWorker worker : workers) {
            Violation.unless(
                    worker.frozen() || worker.overdueMillis() <= ENDING_MILLIS_MAX,
                    worker.name() + " runs tasks " + worker.overdueMillis() + " ms past their deadline");
        }
    }

    private void check(SimulatedTask task) {
        if (!task.live() || task.worker().frozen() || removed.contains(task.session())) {
            return;
        }
        ItemSet held = truth.state()
                .sessions()
                .get(task.session())
                .map(Session::leases)
                .flatMap(leases -> leases.get(task.key().step()))
                .map(Lease::items)
                .orElse(ItemSet.EMPTY);
        Violation.unless(
                held.contains(task.key().item()),
                task.worker().name() + " runs item " + task.key() + ", which its session " + task.session()
                        + " does not hold");
    }
}
