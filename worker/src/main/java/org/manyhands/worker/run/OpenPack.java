package org.manyhands.worker.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.manyhands.store.BlobSink;
import org.manyhands.store.Content;
import org.manyhands.store.files.NewFile;
import org.manyhands.store.pack.PackBuilder;
import org.manyhands.store.pack.SmallTask;
import org.manyhands.store.pack.TaskKey;
import org.manyhands.worker.lease.Finished;
import org.manyhands.worker.lease.Result;
import org.manyhands.worker.lease.Start;
import org.manyhands.worker.lease.StepKey;
import org.roaringbitmap.RoaringBitmap;

/**
 * The pack to which slots append what their attempts left, and which the committer takes.
 *
 * <p>Concurrency: slots share the read side, so that they append together; the committer takes the write side, so that a
 * pack has exactly those attempts that the ledger gives it at the same moment.
 */
final class OpenPack {
    /** A pack of this much content is committed before its time. */
    private static final long CONTENT_BYTES_MAX = 32L << 20;

    /** A pack of this many tasks is committed before its time. */
    private static final int TASKS_MAX = 50_000;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Books books;
    private final BlobSink store;
    private final Path spool;
    private PackBuilder builder;

    OpenPack(Books books, BlobSink store, Path spool) {
        this.books = books;
        this.store = store;
        this.spool = spool;
        builder = new PackBuilder(store, spool);
    }

    /** What the committer takes. */
    record Taken(List<Finished> finished, PackBuilder pack) {}

    /** Keeps what an attempt left, and with that it is finished. */
    void add(Start start, Result result, byte[] record, Content stdout, Content stderr, List<NewFile> files)
            throws IOException {
        lock.readLock().lock();
        try {
            builder.add(key(start), record, stdout, stderr, files);
            books.finished(start, result);
            tellIfFull();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** As {@link #add}, for an item of a stream. */
    void add(Books.Streaming stream, Start start, Result result, byte[] record, Content stdout, Content stderr)
            throws IOException {
        lock.readLock().lock();
        try {
            builder.add(key(start), record, stdout, stderr, List.of());
            books.finished(stream, start, result);
            tellIfFull();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Keeps what a stream answered, and with that it is finished. */
    void addAll(Books.Streaming stream, List<SmallTask> tasks, Finished together) throws IOException {
        lock.readLock().lock();
        try {
            builder.addAll(tasks);
            books.answered(stream, together);
            tellIfFull();
        } finally {
            lock.readLock().unlock();
        }
    }

    static TaskKey key(Start start) {
        return new TaskKey(start.step().job(), start.step().step(), start.item());
    }

    /** The finished attempts that no command has named yet, with the pack that holds them; none if a command is in flight. */
    Taken take() {
        lock.writeLock().lock();
        try {
            List<Finished> finished = books.takeFinished();
            PackBuilder pack = builder;
            if (!finished.isEmpty()) {
                retain(pack, finished);
                builder = new PackBuilder(store, spool);
            }
            return new Taken(finished, pack);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Some attempts may have been forgotten after they were kept, as their session ended; all that are finished are in the pack. */
    private static void retain(PackBuilder pack, List<Finished> finished) {
        if (finished.stream()
                        .mapToLong(each -> each.items().getLongCardinality())
                        .sum()
                == pack.size()) {
            return;
        }
        Map<StepKey, RoaringBitmap> named = new HashMap<>();
        for (Finished each : finished) {
            named.computeIfAbsent(each.start().step(), _ -> new RoaringBitmap()).or(each.items());
        }
        pack.retain(key -> {
            RoaringBitmap items = named.get(new StepKey(key.job(), key.step()));
            return items != null && items.contains((int) key.item());
        });
    }

    private void tellIfFull() {
        if (builder.contentBytes() > CONTENT_BYTES_MAX || builder.size() > TASKS_MAX) {
            books.packFull();
        }
    }
}
