package org.manyhands.worker.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.manyhands.worker.process.ProcessStarter;
import org.manyhands.worker.process.Slot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that run attempts, one platform thread a slot: measured, it is faster than one event loop or virtual threads
 * that pin. As many as cores at first, more when leases let more run at once.
 */
final class Slots {
    private static final int SLOTS_MAX = 1_024;
    private static final Logger LOG = LoggerFactory.getLogger(Slots.class);

    private final Books books;
    private final ProcessStarter starter;
    private final Attempts attempts;
    private final Path scratch;
    private final Users users;
    private final List<Thread> threads = new ArrayList<>();

    Slots(Books books, ProcessStarter starter, Attempts attempts, Path scratch, Users users) {
        this.books = books;
        this.starter = starter;
        this.attempts = attempts;
        this.scratch = scratch;
        this.users = users;
    }

    /** Makes sure that there are so many, up to {@value #SLOTS_MAX}. */
    synchronized void atLeast(int count) {
        while (threads.size() < Math.min(count, SLOTS_MAX)) {
            int number = threads.size() + 1;
            threads.add(Thread.ofPlatform().name("slot-" + number).daemon().start(() -> work(number)));
        }
    }

    /** Waits until all have ended. */
    void join() throws InterruptedException {
        List<Thread> all;
        synchronized (this) {
            all = List.copyOf(threads);
        }
        for (Thread thread : all) {
            thread.join();
        }
    }

    private void work(int number) {
        try (Workspaces workspaces = new Workspaces(scratch, "slot-" + number, users);
                Slot slot = starter.openSlot()) {
            Optional<Books.Started> next = books.awaitStart();
            while (next.isPresent()) {
                attempts.run(next.get(), slot, workspaces);
                next = books.awaitStart();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (IOException broken) {
            LOG.error("Slot {} cannot work in '{}': {}", number, scratch, broken.getMessage());
        }
    }
}
