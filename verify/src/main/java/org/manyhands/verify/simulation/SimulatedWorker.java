package org.manyhands.verify.simulation;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.manyhands.core.Bytes;
import org.manyhands.wire.Hello;
import org.manyhands.worker.lease.Ledger;
import org.manyhands.worker.lease.Pace;
import org.manyhands.worker.lease.Start;

/** A worker node: the production ledger and pace, with processes, a data directory and a link that are simulated. */
final class SimulatedWorker extends SimulatedProcess {
    private static final long REAPER_MILLIS_MAX = 900;
    private static final long THAW_MILLIS = 40;

    private final Cluster cluster;
    private final String node;
    private final boolean copy;
    private final SortedMap<String, Long> inventory = new TreeMap<>();
    private List<SimulatedTask> orphans = List.of();

    /** The data directory: the boot counter is synced before use. */
    private long boot;

    private long tag;
    private long openedBoot;
    private Bytes openedKey = Bytes.EMPTY;

    /** In the data directory too; empty where the node never joined a cluster. */
    private Bytes ownKey = Bytes.EMPTY;

    /** With which its process runs. */
    private Bytes key = Bytes.EMPTY;

    private boolean replaced;
    private long frozenUntil;
    private Life current;

    /** What is lost in a crash. */
    private record Life(Ledger ledger, WorkerTasks tasks, WorkerLink link, WorkerCommands commands) {}

    /** @param suffix tells machines of one name from each other */
    SimulatedWorker(Cluster cluster, String node, String suffix, boolean copy) {
        super(cluster.world(), node + suffix);
        this.cluster = cluster;
        this.node = node;
        this.copy = copy;
        current = newLife();
        inventory.put("cpu", world().dice().between(1, 4) * 1_000);
        if (node.equals("worker1") || world().dice().permille(500)) {
            inventory.put("gpu", 1_000L);
        }
    }

    private Life newLife() {
        Ledger ledger = cluster.bug().ledger();
        Pace pace = new Pace();
        return new Life(
                ledger,
                new WorkerTasks(cluster, this, ledger, pace),
                new WorkerLink(cluster, this, ledger, pace),
                new WorkerCommands(cluster, this, ledger, pace));
    }

    WorkerTasks tasks() {
        return current.tasks();
    }

    WorkerLink link() {
        return current.link();
    }

    WorkerCommands commands() {
        return current.commands();
    }

    String node() {
        return node;
    }

    /** Which its process proves to have. */
    Bytes key() {
        return key;
    }

    /** Which it has from its next boot on. */
    Bytes ownKey() {
        return ownKey;
    }

    /** It joins a cluster; the process that runs goes on with what it has. */
    void draw(Bytes newKey) {
        ownKey = newKey;
    }

    /** Another machine has its name from here on, while it does not know. */
    void replace() {
        replaced = true;
    }

    /** Whether it is there only as long as things go wrong. */
    boolean stranger() {
        return copy || replaced;
    }

    /** Whether its processes stand still with it, as on a machine that is suspended. */
    boolean frozen() {
        return frozenUntil > world().now();
    }

    /** How long its processes still stand still. */
    long thawMillis() {
        return frozenUntil - world().now();
    }

    boolean runsSomething() {
        return tasks().anyLive();
    }

    long overdueMillis() {
        return tasks().overdueMillis();
    }

    /** In the world's time. */
    long deadline() {
        return current.ledger().deadlineMillis() - now() + world().now();
    }

    // Lives.

    void boot() {
        begin();
        SimulatedWorker original = cluster.workers().getFirst();
        boot = copy ? original.openedBoot : boot + 1;
        tag = world().dice().any() >>> 1;
        ownKey = copy ? original.openedKey : ownKey;
        key = ownKey;
        current = newLife();
        long millis = world().dice().between(20, 200);
        if (cluster.bug().is(Shortcut.SWEEP_SKIPPED_AT_BOOT)) {
            after(millis, "connect", link()::connect);
        } else {
            after(millis, "sweep", () -> {
                orphans.forEach(SimulatedTask::end);
                link().connect();
            });
        }
        after(link().beatMillis(), "beat", link()::beats);
    }

    /** A copy of a data directory whose node has not opened a session has nothing to open one with. */
    boolean cannotBoot() {
        return copy && boot == 0;
    }

    void bootAgain(long millis) {
        long life = life();
        world().schedule(world().nature(), millis, "boot again", () -> {
            if (life != life() || !alive()) {
                return;
            }
            if (frozen()) {
                bootAgain(thawMillis());
                return;
            }
            crash();
            boot();
        });
    }

    Hello hello() {
        return Hello.newBuilder()
                .setNode(node)
                .setBoot(boot)
                .setTag(tag)
                .putAllInventory(inventory)
                .build();
    }

    /** A session was opened with this boot and key. */
    void opened() {
        openedBoot = boot;
        openedKey = key;
    }

    /** The worker's process dies; its reaper ends the tasks within a second. */
    void crash() {
        die();
        List<SimulatedTask> left = tasks().orphans();
        // Those of a life before may still be there: the sweep of the next one finds them all.
        orphans = Stream.concat(orphans.stream().filter(SimulatedTask::live), left.stream())
                .toList();
        world().schedule(
                        world().nature(),
                        world().dice().between(5, REAPER_MILLIS_MAX),
                        "reaper",
                        () -> left.forEach(SimulatedTask::end));
    }

    /** The process was told that it will end soon. */
    void leave() {
        current.ledger().leave();
        pump();
    }

    /** The machine is gone, with all that runs on it. */
    void switchOff() {
        die();
        tasks().orphans().forEach(SimulatedTask::end);
        orphans.forEach(SimulatedTask::end);
    }

    /** The worker's process stands still and its tasks go on, until the reaper ends them, each at the deadline of its step. */
    void stop(long millis) {
        pause(millis);
        reap(deadline());
    }

    private void reap(long deadline) {
        long life = life();
        world().schedule(world().nature(), deadline - world().now(), "reaper", () -> {
            if (life == life() && paused() && !frozen()) {
                tasks().endOverdue();
                tasks().nextDeadline().ifPresent(next -> reap(next - now() + world().now()));
            }
        });
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

    /** A deadline has come, of the node or of a step: with no message come, only that can be why something ends. */
    void timeUp() {
        Ledger ledger = current.ledger();
        tasks().mustStay(ledger.doomed(now()));
        pump();
        tasks().nextDeadline().ifPresent(deadline -> after(deadline - now(), "deadline of a step", this::timeUp));
    }

    /** Does whatever is to be done now. */
    void pump() {
        Ledger ledger = current.ledger();
        ledger.doomed(now()).forEach(tasks()::kill);
        for (Optional<Start> next = ledger.next(now()); next.isPresent(); next = ledger.next(now())) {
            tasks().run(next.get());
        }
        commands().commit();
        commands().release();
    }

    @Override
    public String toString() {
        Ledger ledger = current.ledger();
        return name() + " in session " + ledger.session() + " runs " + tasks() + ", has finished "
                + ledger.stepsToCommit() + (ledger.fenced(now()) ? ", is fenced" : "")
                + (ledger.commandInFlight() ? ", waits for an answer" : "") + ", says " + commands();
    }
}
