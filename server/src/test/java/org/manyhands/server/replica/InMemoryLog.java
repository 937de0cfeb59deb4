package org.manyhands.server.replica;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.manyhands.server.replica.Appended.Applied;
import org.manyhands.server.replica.Appended.Reason;
import org.manyhands.server.replica.Appended.Refused;
import org.manyhands.server.replica.Appended.Unknown;

/** A log of one member that keeps nothing: one thread takes tasks in order. */
public final class InMemoryLog implements ReplicatedLog {
    private static final long TERM = 1;

    private record Task(CompletableFuture<Appended> outcome) {}

    private final Replicated replicated;
    private final HaltHandler handler;
    private final int entryBytesMax;
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private final Queue<Task> appends = new ArrayDeque<>();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("memory-log").unstarted(this::run);
    private long index = -1;
    private boolean closed;
    private boolean halted;

    public InMemoryLog(Replicated replicated, HaltHandler handler, int entryBytesMax) {
        this.replicated = replicated;
        this.handler = handler;
        this.entryBytesMax = entryBytesMax;
        replicated.leaderReady(TERM);
        thread.start();
    }

    @Override
    public synchronized CompletableFuture<Appended> append(byte[] entry) {
        if (!alive()) {
            return CompletableFuture.completedFuture(new Refused(Reason.CLOSED, "closed"));
        }
        if (entry.length < 1 || entry.length > entryBytesMax) {
            return CompletableFuture.completedFuture(new Refused(Reason.BAD_SIZE, entry.length + " bytes"));
        }
        Task task = new Task(new CompletableFuture<>());
        appends.add(task);
        enqueue(() -> apply(task, entry));
        return task.outcome();
    }

    private void apply(Task task, byte[] entry) {
        try {
            index++;
            replicated.apply(TERM, index, entry);
        } catch (RuntimeException bug) {
            synchronized (this) {
                halted = true;
            }
            handler.halt("Applying the entry " + index + " failed: " + bug, bug);
            close();
            return;
        }
        synchronized (this) {
            appends.remove(task);
        }
        task.outcome().complete(new Applied(index));
    }

    @Override
    public synchronized CompletableFuture<Long> readIndex() {
        CompletableFuture<Long> future = new CompletableFuture<>();
        if (alive()) {
            enqueue(() -> future.complete(index));
        } else {
            future.completeExceptionally(new LogUnavailableException("closed", null));
        }
        return future;
    }

    @Override
    public Leadership leadership() {
        return alive() ? new Leadership.Leading(TERM, true) : new Leadership.Ended();
    }

    @Override
    public synchronized boolean alive() {
        return !closed && !halted;
    }

    @Override
    public synchronized void snapshot() {
        enqueue(this::save);
    }

    private void save() {

        try {
            replicated.save(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            notifyAll();
        }
        replicated.leaderLost();
        drain();
    }

    private void drain() {
        Task task = poll();
        while (task != null) {
            task.outcome().complete(new Unknown("closed"));
            task = poll();
        }
    }

    private synchronized @Nullable Task poll() {
        return appends.poll();
    }

    private synchronized void enqueue(Runnable task) {
        queue.add(task);
        notifyAll();
    }

    private void run() {
        try {
            Runnable task = next();
            while (task != null) {
                task.run();
                task = next();
            }
        } catch (InterruptedException e) {
            close();
        }
    }

    private synchronized @Nullable Runnable next() throws InterruptedException {
        while (queue.isEmpty() && !closed) {
            wait();
        }
        return closed ? null : queue.poll();
    }
}
