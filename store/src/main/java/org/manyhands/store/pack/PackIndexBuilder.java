package org.manyhands.store.pack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.manyhands.store.BlobBuilder;
import org.manyhands.store.BlobKind;
import org.manyhands.store.ByteWriter;
import org.manyhands.store.Digest;
import org.manyhands.store.SealedBlob;

/**
 * Makes the blob that stands for many commits of a step: of every item, the pack of the newest commit that has it and does
 * not refuse it. Commits are added oldest first; one that is an index itself may be among them. The readers stay open
 * until {@link #build}. Streams: memory is that of the packs' own indexes.
 */
public final class PackIndexBuilder {
    /** Ranges that are read together. */
    static final int RANGES_PER_BLOCK = 1024;

    private static final int FRAME_BYTES = 64 << 10;

    private final long job;
    private final int step;
    private final Path spoolDirectory;
    private final List<KeyCursor> cursors = new ArrayList<>();

    public PackIndexBuilder(long job, int step, Path spoolDirectory) {
        this.job = job;
        this.step = step;
        this.spoolDirectory = spoolDirectory;
    }

    /** The next newer commit; items of other steps are left out. */
    public PackIndexBuilder add(PackReader pack, LongPredicate refusedItems) throws IOException {
        TaskKey end = new TaskKey(job, step, Long.MAX_VALUE);
        int[] next = {pack.indexFrom(new TaskKey(job, step, Long.MIN_VALUE))};
        return add(
                () -> next[0] < pack.size() && pack.key(next[0]).compareTo(end) <= 0
                        ? new KeyCursor.Located(pack.key(next[0]++), pack.name())
                        : null,
                refusedItems);
    }

    /** The next newer commit, whose pack is an index. */
    public PackIndexBuilder add(PackIndexReader index, LongPredicate refusedItems) throws IOException {
        return add(index.keysOf(job, step), refusedItems);
    }

    private PackIndexBuilder add(KeyCursor.Keys keys, LongPredicate refusedItems) throws IOException {
        cursors.add(new KeyCursor(cursors.size(), keys, refusedItems));
        return this;
    }

    public SealedBlob build() throws IOException {
        try (RangeWriter writer = new RangeWriter(spoolDirectory)) {
            PriorityQueue<KeyCursor> queue = new PriorityQueue<>(Comparator.comparing(
                            (KeyCursor cursor) -> located(cursor).key())
                    .thenComparing(Comparator.comparingInt(KeyCursor::age).reversed()));
            cursors.stream().filter(cursor -> cursor.current() != null).forEach(queue::add);
            TaskKey last = null;
            while (!queue.isEmpty()) {
                KeyCursor newest = queue.remove();
                KeyCursor.Located found = located(newest);
                if (!found.key().equals(last)) {
                    writer.add(found);
                    last = found.key();
                }
                newest.advance();
                if (newest.current() != null) {
                    queue.add(newest);
                }
            }
            return writer.seal();
        }
    }

    private static KeyCursor.Located located(KeyCursor cursor) {
        return Objects.requireNonNull(cursor.current());
    }

    /**
     * Writes ranges in blocks. Content: per range the distance of its first key from the last key before it (from zero at
     * the start of a block), its length less one, the number of its pack. Application part: packs; then per block its first
     * key, its number of ranges and its bytes.
     */
    private static final class RangeWriter implements AutoCloseable {
        private final BlobBuilder blob;
        private final Map<Digest, Integer> packs = new LinkedHashMap<>();
        private final ByteWriter blocks = new ByteWriter();
        private final ByteWriter block = new ByteWriter();
        private @Nullable PackRange open;
        private TaskKey before = TaskKey.ZERO;
        private TaskKey blockFirst = TaskKey.ZERO;
        private int blockRanges;
        private int blockCount;

        RangeWriter(Path spoolDirectory) {
            blob = new BlobBuilder(BlobKind.PACK_INDEX, FRAME_BYTES, spoolDirectory);
        }

        void add(KeyCursor.Located found) throws IOException {
            TaskKey key = found.key();
            PackRange range = open;
            boolean extend = range != null
                    && range.lastKey().sameStep(key)
                    && range.last() + 1 == key.item()
                    && range.pack().equals(found.pack());
            if (range != null && extend) {
                open = new PackRange(range.job(), range.step(), range.first(), key.item(), range.pack());
            } else {
                flushRange();
                open = new PackRange(key.job(), key.step(), key.item(), key.item(), found.pack());
            }
        }

        private void flushRange() throws IOException {
            PackRange range = open;
            if (range == null) {
                return;
            }
            if (blockRanges == 0) {
                blockFirst = range.firstKey();
                before = TaskKey.ZERO;
            }
            range.firstKey().encode(block, before);
            block.number(range.last() - range.first()).number(packs.computeIfAbsent(range.pack(), _ -> packs.size()));
            before = range.lastKey();
            blockRanges++;
            if (blockRanges == RANGES_PER_BLOCK) {
                flushBlock();
            }
        }

        private void flushBlock() throws IOException {
            if (blockRanges == 0) {
                return;
            }
            blockFirst.encode(blocks, TaskKey.ZERO);
            blocks.number(blockRanges).number(block.size());
            blob.write(block.toBytes());
            block.clear();
            blockRanges = 0;
            blockCount++;
        }

        SealedBlob seal() throws IOException {
            flushRange();
            flushBlock();
            ByteWriter index = new ByteWriter().number(packs.size());
            packs.keySet().forEach(index::digest);
            return blob.seal(index.number(blockCount).raw(blocks.toBytes()).toBytes());
        }

        @Override
        public void close() throws IOException {
            blob.close();
        }
    }
}
