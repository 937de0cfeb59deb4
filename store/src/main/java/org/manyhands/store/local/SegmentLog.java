package org.manyhands.store.local;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.manyhands.store.AppendedFile;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.Digest;
import org.manyhands.store.DurableDirectory;

/**
 * Appends records to the active segment.
 *
 * <p>Concurrency: callers queue their records; whoever finds no leader becomes one, takes the whole queue, writes it,
 * syncs once and wakes the others. Only the leader touches the file, so it needs no lock for it. A record's listener runs
 * after the sync and before the segment can stop being the active one: a segment that is not active has no record that
 * the map does not know.
 *
 * <p>Failure: a failed write is cut off again and fails its batch. After a failed sync nobody knows what the disk has, so
 * the log stops for good; the next open reads what is there.
 */
final class SegmentLog implements AutoCloseable {
    private final Path directory;
    private final long segmentBytes;
    private final Consumer<Segment> onCreated;
    private final SecureRandom salts = new SecureRandom();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private List<Append> queue = new ArrayList<>();
    private boolean leading;

    private volatile Segment active;
    private volatile @Nullable String stopped;
    private AppendedFile file;

    private static final class Append {
        private final Digest blob;
        private final byte[] body;
        private final Consumer<Location.InSegment> onDurable;
        private boolean done;
        private @Nullable IOException failure;

        Append(Digest blob, byte[] body, Consumer<Location.InSegment> onDurable) {
            this.blob = blob;
            this.body = body;
            this.onDurable = onDurable;
        }
    }

    /** Goes on in a recovered segment: its bytes after {@code end} are cut off, those before are durable when this returns. */
    SegmentLog(Path directory, long segmentBytes, Consumer<Segment> onCreated, Segment last, long end)
            throws IOException {
        this.directory = directory;
        this.segmentBytes = segmentBytes;
        this.onCreated = onCreated;
        this.active = last;
        this.file = AppendedFile.open(last.path());
        if (file.bytes() != end) {
            file.truncate(end);
        }
        file.force();
    }

    /** Creates the file of a segment with its header; name and content are durable when this returns. */
    static Segment create(Path directory, long number, long salt) throws IOException {
        Segment segment = Segment.named(directory, number, salt);
        try (AppendedFile file = AppendedFile.create(segment.path())) {
            file.write(SegmentFormat.header());
            file.force();
        }
        DurableDirectory.sync(directory);
        return segment;
    }

    Segment active() {
        return active;
    }

    /** Returns after the record is durable and the listener has run. */
    void append(Digest blob, byte[] body, Consumer<Location.InSegment> onDurable) throws IOException {
        Append mine = new Append(blob, body, onDurable);
        lock.lock();
        try {
            queue.add(mine);
            while (!mine.done) {
                if (leading) {
                    changed.awaitUninterruptibly();
                } else {
                    lead();
                }
            }
        } finally {
            lock.unlock();
        }
        if (mine.failure != null) {
            throw new IOException(mine.failure.getMessage(), mine.failure);
        }
    }

    /** Called and left with the lock held; the disk is used without it. */
    private void lead() {
        List<Append> batch = queue;
        queue = new ArrayList<>();
        leading = true;
        lock.unlock();
        @Nullable IOException failure = new IOException("the thread that wrote the batch failed; its own error says why");
        try {
            write(batch);
            failure = null;
        } catch (IOException failed) {
            failure = failed;
        } finally {
            lock.lock();
            leading = false;
            for (Append append : batch) {
                append.done = true;
                append.failure = failure;
            }
            changed.signalAll();
        }
    }

    private void write(List<Append> batch) throws IOException {
        requireRunning();
        if (file.bytes() >= segmentBytes) {
            roll();
        }
        long start = file.bytes();
        List<Location.InSegment> locations = new ArrayList<>(batch.size());
        try {
            for (Append append : batch) {
                locations.add(writeRecord(append));
            }
        } catch (IOException failed) {
            cutBack(start, failed);
            throw failed;
        }
        sync();
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).onDurable.accept(locations.get(i));
        }
    }

    private Location.InSegment writeRecord(Append append) throws IOException {
        byte[] head = SegmentFormat.recordHead(active.salt(), append.blob, append.body);
        file.write(head);
        long start = file.bytes();
        file.write(append.body);
        return new Location.InSegment(active, start, append.body.length);
    }

    private void sync() throws IOException {
        try {
            file.force();
        } catch (IOException failed) {
            stop("a sync of " + active + " failed (" + failed.getMessage() + ")");
            throw failed;
        }
    }

    private void cutBack(long start, IOException cause) {
        try {
            file.truncate(start);
        } catch (IOException failed) {
            cause.addSuppressed(failed);
            stop("a failed write to " + active + " could not be undone (" + failed.getMessage() + ")");
        }
    }

    private void roll() throws IOException {
        Segment next = create(directory, active.number() + 1, salts.nextLong());
        AppendedFile opened = AppendedFile.open(next.path());
        file.close();
        file = opened;
        onCreated.accept(next);
        active = next;
    }

    private void stop(String why) {
        stopped = why;
    }

    void requireRunning() throws BlobRefusedException {
        String why = stopped;
        if (why != null) {
            throw new BlobRefusedException(
                    BlobRefusedException.Reason.STOPPED,
                    "the store takes no more blobs because " + why + ": check the disk, then restart this node");
        }
    }

    /** Waits for the batch under way, then refuses all others. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            while (leading) {
                changed.awaitUninterruptibly();
            }
            stop("it is closed");
            file.close();
        } finally {
            lock.unlock();
        }
    }
}
