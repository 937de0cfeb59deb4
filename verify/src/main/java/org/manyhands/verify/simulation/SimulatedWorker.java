package org.manyhands.verify.simulation;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.verify.simulation.SimulatedStore.Attempt;
import org.manyhands.wire.Beat;
import org.manyhands.wire.BeatAnswer;
import org.manyhands.wire.CommandAnswer;
import org.manyhands.wire.Hello;
import org.manyhands.wire.Holding;
import org.manyhands.wire.TaskRecord.Outcome;
import org.manyhands.wire.Welcome;
import org.manyhands.wire.WorkerCommand;
import org.manyhands.worker.lease.Finished;
import org.manyhands.worker.lease.Ledger;
import org.manyhands.worker.lease.Pace;
import org.manyhands.worker.lease.Result;
import org.manyhands.worker.lease.Start;
import org.manyhands.worker.lease.StepKey;

/** A worker node: the production ledger and pace, with processes, a data directory and a link that are simulated. */
final class SimulatedWorker extends SimulatedProcess {
    private static final long HELLO_MILLIS = 900;
    private static final long REPEAT_MILLIS = 600;
    private static final long PUT_MILLIS = 700;
    private static final long KILL_MILLIS_MAX = 20;
    private static final long REAPER_MILLIS_MAX = 900;
    private static final long THAW_MILLIS = 40;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final Cluster cluster;
    private final String node;
    private final boolean copy;
    private final SortedMap<String, Long> inventory = new TreeMap<>();
    private final Map<ItemKey, SimulatedTask> tasks = new HashMap<>();
    private List<SimulatedTask> orphans = new ArrayList<>();

    /** The data directory: the boot counter is synced before use. */
    private long boot;

    private long tag;
    private long openedBoot;
    private Ledger ledger;
    private Pace pace = new Pace();
    private Optional<Link> link = Optional.empty();
    private Optional<Sent> current = Optional.empty();
    private boolean welcomed;
    private long helloSent;
    private long lastAnswer;
    private long frozenUntil;
    private long wakeAt;

    /** The command in flight. */
    private record Sent(WorkerCommand command, long sentMillis) {}

    SimulatedWorker(Cluster cluster, String node, boolean copy) {
        super(cluster.world(), copy ? node + "-copy" : node);
        this.cluster = cluster;
        this.node = node;
        this.copy = copy;
        ledger = cluster.bug().ledger();
        inventory.put("cpu", world().dice().between(1, 4) * 1_000);
        if (node.equals("worker1") || world().dice().permille(500)) {
            inventory.put("gpu", 1_000L);
        }
    }

    boolean copy() {
        return copy;
    }

    /** Whether its processes stand still with it, as on a machine that is suspended. */
    boolean frozen() {
        return frozenUntil > world().now();
    }

    boolean runsSomething() {
        return tasks.values().stream().anyMatch(SimulatedTask::live);
    }

    /** In the world's time. */
    long deadline() {
        return ledger.deadlineMillis() - now() + world().now();
    }

    // Lives.

    void boot() {
        begin();
        SimulatedWorker original = cluster.workers().getFirst();
        boot = copy ? original.openedBoot : boot + 1;
        tag = world().dice().any() >>> 1;
        ledger = cluster.bug().ledger();
        pace = new Pace();
        link = Optional.empty();
        current = Optional.empty();
        welcomed = false;
        lastAnswer = now();
        wakeAt = 0;
        if (cluster.bug().is(Shortcut.SWEEP_SKIPPED_AT_BOOT)) {
            after(world().dice().between(20, 200), "connect", this::connect);
        } else {
            after(world().dice().between(20, 200), "sweep", () -> {
                orphans.forEach(SimulatedTask::end);
                connect();
            });
        }
        after(beatMillis(), "beat", this::beats);
    }

    /** The worker's process dies; its reaper ends the tasks within a second. */
    void crash() {
        die();
        orphans = new ArrayList<>(tasks.values());
        tasks.clear();
        List<SimulatedTask> left = orphans;
        world().schedule(
                        world().nature(),
                        world().dice().between(5, REAPER_MILLIS_MAX),
                        "reaper",
                        () -> left.forEach(SimulatedTask::end));
    }

    /** The worker's process stands still and its tasks go on, until the reaper ends them at the deadline. */
    void stop(long millis) {
        pause(millis);
        reap(deadline());
    }

    private void reap(long deadline) {
        long life = life();
        world().schedule(world().nature(), deadline - world().now(), "reaper", () -> {
            if (life == life() && paused() && !frozen() && deadline() <= world().now()) {
                tasks.values().forEach(this::endNow);
            }
        });
    }

    private void endNow(SimulatedTask task) {
        if (task.live()) {
            task.end();
            after(0, "task killed", () -> gone(task));
        }
    }

    /** The machine stands still, with the tasks. */
    void suspend(long millis) {
        pause(millis);
        frozenUntil = world().now() + millis + THAW_MILLIS;
    }

    void wake() {
        resume();
        frozenUntil = frozenUntil > world().now() ? world().now() + THAW_MILLIS : 0;
    }

    // The link.

    private void connect() {
        if (copy && boot == 0) {
            again(2_000);
            return;
        }
        SimulatedControl control = world().dice().pick(cluster.controls());
        Link mine = new Link(world().dice().any(), this, control);
        link = Optional.of(mine);
        welcomed = false;
        helloSent = now();
        lastAnswer = now();
        Hello hello = Hello.newBuilder()
                .setNode(node)
                .setBoot(boot)
                .setTag(tag)
                .putAllInventory(inventory)
                .build();
        long seen = ledger.seen();
        long sentMillis = world().now();
        cluster.network().send(this, control, "hello", () -> control.hello(mine, hello, seen, sentMillis));
        after(HELLO_MILLIS, "hello timeout", () -> {
            if (on(mine) && !welcomed) {
                connect();
            }
        });
    }

    private void again(long millis) {
        long life = life();
        world().schedule(world().nature(), millis, "boot again", () -> {
            if (life == life() && alive()) {
                crash();
                boot();
            }
        });
    }

    private boolean on(Link other) {
        return link.isPresent() && link.get().id() == other.id();
    }

    void welcomed(Link from, Welcome welcome) {
        if (!on(from) || welcomed) {
            return;
        }
        welcomed = true;
        if (!welcome.getRefused().isEmpty()) {
            again(copy ? 3_000 : 500);
            return;
        }
        if (ledger.session() != welcome.getSession()) {
            current = Optional.empty();
        }
        openedBoot = boot;
        ledger.opened(welcome, helloSent, now());
        lastAnswer = now();
        send();
        deadlineMoved();
        pump();
    }

    void reconciled(Link from, Holding holding) {
        if (on(from)) {
            if (!ledger.reconcile(holding)) {
                world().counts().count("worker", "reconcile ignored");
            }
            pump();
        }
    }

    private void beats() {
        if (link.isPresent() && welcomed && ledger.open()) {
            Link mine = link.get();
            long sent = now();
            long sentMillis = world().now();
            Beat beat = ledger.beat(0.5, "");
            cluster.network()
                    .send(
                            this,
                            mine.control(),
                            "beat",
                            () -> mine.control().beat(mine, beat, sentMillis, answer -> beatAnswered(mine, answer, sent)));
        }
        if (link.isPresent()
                && (!ledger.open() || now() - lastAnswer > cluster.scenario().ttlMillis() / 2)
                && welcomed) {
            connect();
        }
        after(beatMillis(), "beat", this::beats);
    }

    private long beatMillis() {
        return cluster.scenario().ttlMillis() / 6;
    }

    private void beatAnswered(Link from, BeatAnswer answer, long sent) {
        if (!on(from) || !ledger.open()) {
            return;
        }
        lastAnswer = now();
        ledger.beatAnswered(answer, sent, now());
        pace.loadFactor(answer.getCommitPacePermille() / 1_000.0);
        if (ledger.open()) {
            deadlineMoved();
        } else {
            over();
        }
        pump();
    }

    private void over() {
        world().counts().count("worker", "told that the session ended");
        current = Optional.empty();
        pump();
        connect();
    }

    private void deadlineMoved() {
        after(ledger.deadlineMillis() - now(), "deadline", this::pump);
    }

    // Work.

    private void pump() {
        for (Start doomed : ledger.doomed(now())) {
            Optional.ofNullable(tasks.get(key(doomed.step(), doomed.item()))).ifPresent(this::kill);
        }
        for (Optional<Start> next = ledger.next(now()); next.isPresent(); next = ledger.next(now())) {
            run(next.get());
        }
        commit();
        ledger.release().ifPresent(command -> {
            current = Optional.of(new Sent(command, now()));
            send();
        });
    }

    private void run(Start start) {
        ItemKey key = key(start.step(), start.item());
        SimulatedTask task =
                new SimulatedTask(world().dice().any() >>> 1, this, ledger.session(), start, key, world().now());
        tasks.put(key, task);
        cluster.processes().started(task);
        pace.started(start.step(), now());
        world().counts().count("worker", "task started");
        Work work = work(key.step());
        boolean hangs = world().dice().permille(work.hangPermille());
        if (hangs && work.timeoutMillis() == 0) {
            return;
        }
        Outcome outcome =
                hangs ? Outcome.TIMED_OUT : world().dice().permille(work.failPermille()) ? Outcome.EXIT : Outcome.OK;
        long millis = hangs ? work.timeoutMillis() : world().dice().between(1, 2L * work.meanMillis());
        finishAfter(millis, task, new Result(outcome, outcome == Outcome.EXIT ? 1 : 0, "", millis * NANOS_PER_MILLI));
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
        long life = life();
        world().schedule(world().nature(), millis, "task ends", () -> {
            if (!task.live()) {
                return;
            }
            if (frozen()) {
                finishAfter(frozenUntil - world().now(), task, result);
                return;
            }
            task.end();
            if (life == life() && alive()) {
                after(0, "task ended", () -> ended(task, result));
            }
        });
    }

    private void ended(SimulatedTask task, Result result) {
        if (tasks.remove(task.key(), task)) {
            world().counts().count("worker", "task ended " + result.outcome());
            ledger.finished(task.start(), result);
            outcomes.put(
                    task.start(), new Attempt(task.attemptId(), result.outcome() == Outcome.OK, task.startedMillis()));
            pump();
        }
    }

    /** By the very object that the ledger keeps: what the record of an attempt will say. */
    private final Map<Start, Attempt> outcomes = new java.util.IdentityHashMap<>();

    private void kill(SimulatedTask task) {
        if (!task.dying()) {
            task.doom();
            world().counts().count("worker", "task killed");
            world().schedule(world().nature(), world().dice().between(0, KILL_MILLIS_MAX), "kill", () -> endNow(task));
        }
    }

    private void gone(SimulatedTask task) {
        if (tasks.remove(task.key(), task)) {
            ledger.abandoned(task.start().step(), task.start().item());
            pump();
        }
    }

    @Override
    public String toString() {
        return name() + " in session " + ledger.session() + " runs " + tasks.keySet() + ", has finished "
                + ledger.stepsToCommit() + (ledger.fenced(now()) ? ", is fenced" : "")
                + (ledger.commandInFlight() ? ", waits for an answer" : "") + ", says "
                + current.map(Sent::command).map(command -> command.getSeq());
    }

    private static ItemKey key(StepKey step, int item) {
        return new ItemKey(new StepRef(step.job(), step.step()), item);
    }

    // Commands.

    private void commit() {
        var steps = ledger.stepsToCommit();
        if (steps.isEmpty() || !ledger.open()) {
            return;
        }
        long due = pace.dueMillis(steps, now());
        if (due > now()) {
            if (wakeAt != due) {
                wakeAt = due;
                after(due - now(), "commit due", this::pump);
            }
            return;
        }
        List<Finished> taken = ledger.takeFinished();
        if (taken.isEmpty()) {
            return;
        }
        pace.committed(steps, now());
        Map<ItemKey, Attempt> records = new HashMap<>();
        for (Finished each : taken) {
            Attempt attempt = java.util.Objects.requireNonNull(outcomes.remove(each.start()));
            records.put(key(each.start().step(), each.start().item()), attempt);
        }
        Bytes pack = Bytes.ofHex("%016x".formatted(world().dice().any()));
        put(pack, records, ledger.session(), taken, new boolean[1]);
    }

    private void put(Bytes pack, Map<ItemKey, Attempt> records, long session, List<Finished> taken, boolean[] kept) {
        if (kept[0]) {
            return;
        }
        cluster.network()
                .send(
                        this,
                        cluster.store(),
                        "put",
                        () -> cluster.store().put(this, pack, records, () -> {
                            if (!kept[0]) {
                                kept[0] = true;
                                kept(pack, session, taken);
                            }
                        }));
        after(PUT_MILLIS, "put again", () -> put(pack, records, session, taken, kept));
    }

    private void kept(Bytes pack, long session, List<Finished> taken) {
        Optional<WorkerCommand> command = ledger.session() == session
                ? ledger.commit(taken, ByteString.copyFrom(pack.toArray()), List.of())
                : Optional.empty();
        if (command.isPresent()) {
            current = Optional.of(new Sent(command.get(), now()));
            send();
        } else {
            world().counts().count("worker", "results dropped with their session");
        }
    }

    /** Sends the command in flight, now and until it is answered. */
    private void send() {
        current.ifPresent(sent -> {
            if (link.isPresent() && welcomed) {
                Link mine = link.get();
                cluster.network()
                        .send(
                                this,
                                mine.control(),
                                "command",
                                () -> mine.control().command(mine, sent.command));
            }
            after(REPEAT_MILLIS, "repeat", () -> {
                if (current.isPresent() && current.get() == sent) {
                    world().counts().count("worker", "command repeated");
                    current = Optional.of(new Sent(ledger.repeat(sent.command), sent.sentMillis));
                    send();
                }
            });
        });
    }

    void answered(Link from, CommandAnswer answer) {
        if (!on(from) || current.isEmpty()) {
            return;
        }
        long sent = current.get().sentMillis;
        ledger.answered(answer);
        if (!ledger.open()) {
            over();
        } else if (!ledger.commandInFlight()) {
            current = Optional.empty();
            pace.roundTrip(now() - sent);
        }
        pump();
    }
}
