package org.manyhands.cli.verb;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.manyhands.cli.spec.ItemReader;
import org.manyhands.cli.spec.ItemSink;
import org.manyhands.cli.spec.ItemSource;
import org.manyhands.cli.spec.SpecException;

/**
 * The items of standard input as they come: read by a thread of its own, which waits when nobody takes them. Safe for
 * concurrent use.
 */
final class StandardInputFeed {
    /** What waits to be taken is not much larger than this. */
    private static final long WAITING_BYTES_MAX = 16 << 20;

    /** Reading the items before the job begins is worth this wait: then mistakes in them are told before it. */
    private static final long WHOLE_MILLIS = 30;

    /** After this the job begins although no item has come. */
    private static final long FIRST_MILLIS = 250;

    private final List<byte[]> waiting = new ArrayList<>();
    private long waitingBytes;
    private boolean ended;
    private @Nullable Exception failure;

    private StandardInputFeed() {}

    static StandardInputFeed start(ItemSource source, InputStream in) {
        StandardInputFeed feed = new StandardInputFeed();
        Thread.ofPlatform().name("items").daemon().start(() -> feed.read(source, in));
        return feed;
    }

    private void read(ItemSource source, InputStream in) {
        try {
            new ItemReader(Path.of(""), in).read(source, this::add);
            end(null);
        } catch (SpecException | IOException | RuntimeException failed) {
            end(failed);
        }
    }

    private synchronized void add(byte[] item) throws IOException {
        try {
            while (waitingBytes > WAITING_BYTES_MAX) {
                wait();
            }
        } catch (InterruptedException stop) {
            throw new InterruptedIOException("interrupted");
        }
        waiting.add(item);
        waitingBytes += item.length + Long.BYTES;
        notifyAll();
    }

    private synchronized void end(@Nullable Exception why) {
        ended = true;
        failure = why;
        notifyAll();
    }

    /** Waits for the first items, and a little for the rest of them; true if standard input has ended and they are all. */
    synchronized boolean awaitFirst() throws IOException {
        long begin = System.nanoTime();
        try {
            while (!ended && sinceMillis(begin) < (waiting.isEmpty() ? FIRST_MILLIS : WHOLE_MILLIS)) {
                wait(1);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        return ended;
    }

    /** Waits until there is something to take, or all has been taken and no more comes; true if there is. */
    synchronized boolean await(long millis) throws InterruptedException {
        long begin = System.nanoTime();
        while (waiting.isEmpty() && !ended && sinceMillis(begin) < millis) {
            wait(Math.max(1, millis - sinceMillis(begin)));
        }
        return !waiting.isEmpty();
    }

    /** Hands over what has come so far; how many those are. */
    long take(ItemSink to) throws IOException {
        List<byte[]> taken;
        synchronized (this) {
            taken = List.copyOf(waiting);
            waiting.clear();
            waitingBytes = 0;
            notifyAll();
        }
        for (byte[] item : taken) {
            to.add(item);
        }
        return taken.size();
    }

    /** Hands over all items, once they have ended; throws what is wrong with them. */
    long takeAll(ItemSink to) throws IOException, SpecException {
        throwFailure();
        return take(to);
    }

    /** Whether all was taken, and no more comes. */
    synchronized boolean over() {
        return ended && waiting.isEmpty();
    }

    /** Why it ended too early, if it did. */
    synchronized Optional<String> failure() {
        return Optional.ofNullable(failure).map(Exception::getMessage);
    }

    private synchronized void throwFailure() throws IOException, SpecException {
        if (failure instanceof SpecException mistake) {
            throw mistake;
        }
        if (failure != null) {
            throw new IOException("standard input cannot be read: " + failure.getMessage(), failure);
        }
    }

    private static long sinceMillis(long beginNanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNanos);
    }
}
