package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.List;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Session;

/**
 * Every process that runs belongs to a session that holds its item, by the committed truth and not by what its node
 * believes; so an item never runs twice at once. And past its deadline a node runs nothing.
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
                    !other.live() || other.worker().frozen() || !other.key().equals(task.key()),
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
                    worker.frozen() || !worker.runsSomething() || world.now() <= worker.deadline() + ENDING_MILLIS_MAX,
                    worker.name() + " runs tasks " + (world.now() - worker.deadline()) + " ms past its deadline");
        }
    }

    private void check(SimulatedTask task) {
        if (!task.live() || task.worker().frozen()) {
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
