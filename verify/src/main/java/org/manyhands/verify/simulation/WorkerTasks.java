package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.verify.simulation.SimulatedStore.Attempt;
import org.manyhands.wire.TaskRecord.Outcome;
import org.manyhands.worker.lease.Ledger;
import org.manyhands.worker.lease.Pace;
import org.manyhands.worker.lease.Result;
import org.manyhands.worker.lease.Start;
import org.manyhands.worker.lease.StepKey;

/** The processes of a worker's life. They are simulated, and live on when the worker dies, until someone ends them. */
final class WorkerTasks {
    private static final long KILL_MILLIS_MAX = 20;
    private static final int KILLER = 3;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final Cluster cluster;
    private final SimulatedWorker me;
    private final Ledger ledger;
    private final Pace pace;
    private final Map<ItemKey, SimulatedTask> tasks = new HashMap<>();

    /** By the very object that the ledger keeps: what the record of an attempt will say. */
    private final IdentityHashMap<Start, Attempt> outcomes = new IdentityHashMap<>();

    WorkerTasks(Cluster cluster, SimulatedWorker me, Ledger ledger, Pace pace) {
        this.cluster = cluster;
        this.me = me;
        this.ledger = ledger;
        this.pace = pace;
    }

    static ItemKey key(StepKey step, int item) {
        return new ItemKey(new StepRef(step.job(), step.step()), item);
    }

    boolean anyLive() {
        return tasks.values().stream().anyMatch(SimulatedTask::live);
    }

    /** The worker is gone; what it ran is nobody's. */
    List<SimulatedTask> orphans() {
        List<SimulatedTask> orphans = new ArrayList<>(tasks.values());
        tasks.clear();
        return orphans;
    }

    void run(Start start) {
        ItemKey key = key(start.step(), start.item());
        SimulatedWorld world = me.world();
        SimulatedTask task = new SimulatedTask(world.dice().any() >>> 1, me, ledger.session(), start, key, world.now());
        tasks.put(key, task);
        cluster.processes().started(task);
        cluster.strikes().started(task);
        pace.started(start.step(), me.now());
        world.counts().count("worker", "task started");
        if (cluster.scenario().killers() && kills(key)) {
            killNodeAfter(cluster.scenario().ttlMillis() / 2, task);
            return;
        }
        Work work = work(key.step());
        boolean hangs = world.dice().permille(work.hangPermille());
        if (hangs && work.timeoutMillis() == 0) {
            return;
        }
        Outcome outcome =
                hangs ? Outcome.TIMED_OUT : world.dice().permille(work.failPermille()) ? Outcome.EXIT : Outcome.OK;
        long millis = hangs ? work.timeoutMillis() : world.dice().between(1, 2L * work.meanMillis());
        if (sick()) {
            finishAfter(1, task, new Result(Outcome.EXIT, 1, "", NANOS_PER_MILLI));
            return;
        }
        finishAfter(millis, task, new Result(outcome, outcome == Outcome.EXIT ? 1 : 0, "", millis * NANOS_PER_MILLI));
    }

    /** Nothing works there, and that at once; in three of four lives the node is mended when it was set aside. */
    private boolean sick() {
        return cluster.scenario().sick()
                && me.world().faulty()
                && me.name().equals(cluster.workers().getFirst().name())
                && (me.life() % 4 == 3 || !onTrial());
    }

    private boolean onTrial() {
        return cluster.truth()
                .state()
                .sessions()
                .get(ledger.session())
                .filter(session -> session.health().onTrial())
                .isPresent();
    }

    /** One item of every other job, so that not all that happens is this; and only where strikes can end it. */
    private boolean kills(ItemKey key) {
        return cluster.truth().state().level() >= Command.LEVEL_MEMBERS
                && cluster.truth().state().nodes().size() > 1
                && key.step().job() % 2 == 0
                && key.step().step() == 0
                && key.item() == KILLER;
    }

    /** Late enough for a beat to have told that it runs. */
    private void killNodeAfter(long millis, SimulatedTask task) {
        long life = me.life();
        me.world().schedule(me.world().nature(), millis, "task kills its node", () -> {
            if (!task.live() || !me.alive() || life != me.life()) {
                return;
            }
            if (me.frozen()) {
                killNodeAfter(me.thawMillis(), task);
                return;
            }
            me.world().counts().count("worker", "killed by a task");
            me.crash();
            long down = me.world().dice().between(10, 300);
            me.world().schedule(me.world().nature(), down, "boot", () -> {
                if (!me.alive() && (me.world().faulty() || !me.stranger())) {
                    me.boot();
                }
            });
        });
    }

    private Work work(StepRef step) {
        return cluster.truth()
                .state()
                .jobs()
                .get(step.job())
                .map(job -> Work.of(job.plan().steps().get(step.step()).template()))
                .orElse(Work.SHORT);
    }

    private void finishAfter(long millis, SimulatedTask task, Result result) {
        long life = me.life();
        me.world().schedule(me.world().nature(), millis, "task ends", () -> {
            if (!task.live()) {
                return;
            }
            if (me.frozen()) {
                finishAfter(me.thawMillis(), task, result);
                return;
            }
            task.end();
            if (life == me.life() && me.alive()) {
                me.after(0, "task ended", () -> ended(task, result));
            }
        });
    }

    private void ended(SimulatedTask task, Result result) {
        if (tasks.remove(task.key(), task)) {
            me.world().counts().count("worker", "task ended " + result.outcome());
            ledger.finished(task.start(), result);
            outcomes.put(
                    task.start(), new Attempt(task.attemptId(), result.outcome() == Outcome.OK, task.startedMillis()));
            me.pump();
        }
    }

    /** What the record of a finished attempt says; asked once. */
    Attempt record(Start start) {
        return Objects.requireNonNull(outcomes.remove(start));
    }

    /** What the records would have said that nobody asked for, and never will. */
    Map<ItemKey, Attempt> unreported() {
        Map<ItemKey, Attempt> unreported = new HashMap<>();
        outcomes.forEach((start, attempt) -> unreported.put(key(start.step(), start.item()), attempt));
        outcomes.clear();
        return unreported;
    }

    void kill(Start doomed) {
        Optional.ofNullable(tasks.get(key(doomed.step(), doomed.item()))).ifPresent(this::kill);
    }

    private void kill(SimulatedTask task) {
        if (!task.dying()) {
            task.doom();
            SimulatedWorld world = me.world();
            world.counts().count("worker", "task killed");
            world.schedule(world.nature(), world.dice().between(0, KILL_MILLIS_MAX), "kill", () -> endNow(task));
        }
    }

    /** Ends what is past the deadline of its step, as somebody does who knows nothing but deadlines. */
    void endOverdue() {
        tasks.values().stream().filter(task -> deadline(task) <= me.now()).forEach(this::endNow);
    }

    /** What ends only because time went by must have had as much as its step gives. */
    void mustStay(List<Start> doomed) {
        for (Start start : doomed) {
            SimulatedTask task = tasks.get(key(start.step(), start.item()));
            if (task != null && !task.dying()) {
                long least = ledger.deadlineMillis() + lostAfterMillis(task);
                Violation.unless(
                        me.now() >= least,
                        me.name() + " ends item " + task.key() + " " + (least - me.now())
                                + " ms before its node had to");
            }
        }
    }

    private long lostAfterMillis(SimulatedTask task) {
        return cluster.truth()
                .state()
                .jobs()
                .get(task.key().step().job())
                .map(job -> job.plan().steps().get(task.key().step().step()).lostAfterMillis())
                .orElse(0L);
    }

    private long deadline(SimulatedTask task) {
        return ledger.deadlineMillis(task.start().step());
    }

    /** When the next of what runs is past its deadline; none if nothing is to come. */
    Optional<Long> nextDeadline() {
        return tasks.values().stream()
                .filter(SimulatedTask::live)
                .map(this::deadline)
                .filter(deadline -> deadline > me.now())
                .min(Long::compare);
    }

    /** How long what runs is past its deadline and not being ended, at most; 0 if nothing is. */
    long overdueMillis() {
        return tasks.values().stream()
                .filter(task -> task.live() && !task.dying())
                .mapToLong(task -> me.now() - deadline(task))
                .reduce(0, Math::max);
    }

    private void endNow(SimulatedTask task) {
        if (task.live()) {
            task.end();
            me.after(0, "task killed", () -> gone(task));
        }
    }

    private void gone(SimulatedTask task) {
        if (tasks.remove(task.key(), task)) {
            ledger.abandoned(task.start().step(), task.start().item());
            me.pump();
        }
    }

    @Override
    public String toString() {
        return tasks.keySet().toString();
    }
}
