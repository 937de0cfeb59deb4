package org.manyhands.worker.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.manyhands.store.BlobStore;
import org.manyhands.wire.Hello;
import org.manyhands.worker.process.BootMark;
import org.manyhands.worker.process.Containment;
import org.manyhands.worker.process.Environment;
import org.manyhands.worker.process.ProcessStarter;
import org.manyhands.worker.process.ProcessStarters;
import org.manyhands.worker.process.Reaper;
import org.manyhands.worker.process.Slot;
import org.manyhands.worker.process.Sweep;
import org.manyhands.worker.process.UnsupportedSystemException;
import org.manyhands.worker.user.UnixUser;

/**
 * One life of a worker. Opened, it has ended what earlier lives left running, and its reaper waits to do the same for it;
 * then it holds a session, runs what it is told, and reports.
 */
public final class Worker implements AutoCloseable {
    private final Books books = new Books();
    private final ProcessStarter starter;
    private final BootMark mark;
    private final Reaper reaper;
    private final Users users;
    private final Slots slots;
    private final Thread committer;
    private final Thread beats;
    private final Thread server;
    private final Thread disk;
    private final Thread deadline;

    private Worker(
            WorkerSettings settings,
            Boot boot,
            ProcessStarter starter,
            ControlLink link,
            BlobStore blobs,
            Consumer<String> onRefusal)
            throws IOException {
        this.starter = starter;
        mark = new BootMark(boot.directoryId(), boot.number());
        users = new Users(settings.users());
        reaper = starter.startReaper(mark);
        Path directory = settings.directory();
        StagingCache cache = new StagingCache(directory.resolve("cache"), settings.cacheBytes());
        Room room = new Room(directory);
        DiskWatch watch = new DiskWatch(room, cache, settings.scratchBytes());
        Path spool = Files.createDirectories(directory.resolve("spool"));
        OpenPack pack = new OpenPack(books, blobs, spool);
        Attempts attempts = new Attempts(
                books,
                new Steps(link, blobs),
                new Preparation(settings, mark, new Staging(link, blobs, cache)),
                new Devices(settings.devices()),
                watch,
                pack,
                new Records(settings.node(), boot.number(), System.getProperty("user.name")));
        slots = new Slots(books, starter, attempts, directory.resolve("scratch"), users);
        Heart heart = new Heart(books, link, hello(settings, boot), room, cache, this::enoughSlots, onRefusal);
        committer = Thread.ofPlatform().name("committer").daemon().unstarted(new Committer(books, pack, blobs, link));
        beats = Thread.ofPlatform().name("beats").daemon().unstarted(heart::beat);
        server = Thread.ofPlatform().name("orders").daemon().unstarted(heart::serve);
        disk = Thread.ofPlatform().name("disk").daemon().unstarted(watch::run);
        deadline = Thread.ofPlatform().name("deadline").daemon().unstarted(heart::watch);
        slots.atLeast(settings.slots());
        committer.start();
        beats.start();
        server.start();
        disk.start();
        deadline.start();
    }

    /**
     * Begins a life: sweeps, counts the boot, starts the reaper, opens the session in the background.
     *
     * @param onRefusal is given the sentence if the control plane will never have this node; nothing runs then
     * @throws IOException if the directory cannot be used, or processes of an earlier life cannot be ended
     */
    public static Worker start(WorkerSettings settings, ControlLink link, BlobStore blobs, Consumer<String> onRefusal)
            throws IOException {
        Files.createDirectories(settings.directory());
        Boot boot = Boot.next(settings.directory().resolve("boot"));
        ProcessStarter starter = ProcessStarters.choose();
        if (settings.users().isPresent()) {
            requireUsers(starter);
        }
        Sweep.Swept swept = Sweep.endAllOf(boot.directoryId(), boot.number());
        if (swept.survivors() > 0) {
            throw new IOException(swept.survivors() + " processes of tasks of an earlier start cannot be ended"
                    + " (stuck in the kernel, or of another user); end them, then start again");
        }
        return new Worker(settings, boot, starter, link, blobs, onRefusal);
    }

    private static void requireUsers(ProcessStarter starter) throws IOException {
        try {
            starter.requireUsers();
        } catch (UnsupportedSystemException lacking) {
            throw new IOException("tasks cannot run as other users here: " + lacking.getMessage(), lacking);
        }
    }

    /**
     * As whom a command that is no task runs, by name; none for the empty name, which is the node's own user.
     *
     * @throws IOException with a sentence if it may not run as that user here
     */
    public Optional<UnixUser> user(String name) throws IOException {
        try {
            return users.named(name);
        } catch (StagingException refused) {
            throw new IOException(String.valueOf(refused.getMessage()), refused);
        }
    }

    /** How well this worker keeps hold of what tasks start. */
    public Containment containment() {
        return starter.containment();
    }

    /** A place beside those of the tasks, for a command that is no task; closed before this worker is. */
    public Slot openSlot() {
        return starter.openSlot();
    }

    /** Adds the marks by which the reaper, and the next start, find the processes of such a command. */
    public Environment.Builder mark(Environment.Builder environment, String key) {
        return mark.mark(environment, key);
    }

    /**
     * Starts nothing new, gives back what has not started, and lets the rest end.
     *
     * @return false if something still ran after the limit
     */
    public boolean drain(Duration limit) throws InterruptedException {
        books.leave();
        return books.awaitLeft(limit);
    }

    /** Ends what runs, reports what has finished, gives the rest back, and leaves. An interrupt does not cut this short, but is kept. */
    @Override
    public void close() {
        books.close();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                awaitEnd();
                ended = true;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        reaper.close();
        starter.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitEnd() throws InterruptedException {
        slots.join();
        books.over();
        committer.join();
        server.interrupt();
        beats.interrupt();
        disk.interrupt();
        deadline.interrupt();
        server.join();
        beats.join();
        disk.join();
        deadline.join();
    }

    private void enoughSlots() {
        slots.atLeast(books.look((ledger, pace) -> ledger.width()));
    }

    private static Hello hello(WorkerSettings settings, Boot boot) {
        return Hello.newBuilder()
                .setNode(settings.node())
                .setBoot(boot.number())
                .setTag(boot.tag())
                .putAllInventory(settings.inventory())
                .putAllLabels(settings.labels())
                .setVersion(settings.version())
                .build();
    }
}
