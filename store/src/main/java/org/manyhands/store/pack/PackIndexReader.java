package org.manyhands.store.pack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.manyhands.store.Blob;
import org.manyhands.store.BlobKind;
import org.manyhands.store.BlobSource;
import org.manyhands.store.ByteReader;
import org.manyhands.store.CorruptBlobException;
import org.manyhands.store.Digest;

/** Says which pack holds an item, reading one block of ranges for it. Safe for concurrent use. */
public final class PackIndexReader implements AutoCloseable {
    private final Blob blob;
    private final List<Digest> packs;
    private final List<Block> blocks;

    private record Block(TaskKey first, int ranges, long position, int length) {}

    private PackIndexReader(Blob blob) throws CorruptBlobException {
        this.blob = blob;
        ByteReader index = new ByteReader(blob.name(), "index", blob.applicationPart());
        packs = readPacks(index);
        blocks = readBlocks(index);
        index.end();
    }

    private static List<Digest> readPacks(ByteReader index) throws CorruptBlobException {
        int count = index.count("the number of packs");
        List<Digest> packs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            packs.add(index.digest());
        }
        return List.copyOf(packs);
    }

    private static List<Block> readBlocks(ByteReader index) throws CorruptBlobException {
        int count = index.count("the number of blocks");
        List<Block> blocks = new ArrayList<>();
        long position = 0;
        for (int i = 0; i < count; i++) {
            TaskKey first = TaskKey.decode(index, TaskKey.ZERO);
            int ranges = (int) index.number(PackIndexBuilder.RANGES_PER_BLOCK, "the ranges of a block");
            int length = (int) index.number(Integer.MAX_VALUE, "the length of a block");
            blocks.add(new Block(first, ranges, position, length));
            position += length;
        }
        return List.copyOf(blocks);
    }

    public static PackIndexReader open(BlobSource source, Digest index) throws IOException {
        Blob blob = source.open(index, BlobKind.PACK_INDEX);
        boolean opened = false;
        try {
            PackIndexReader reader = new PackIndexReader(blob);
            opened = true;
            return reader;
        } finally {
            if (!opened) {
                blob.close();
            }
        }
    }

    /** All packs that are named: they must live as long as this index. */
    public List<Digest> packs() {
        return packs;
    }

    public Optional<Digest> packOf(long job, int step, long item) throws IOException {
        return ranges(job, step, item, item).stream().findFirst().map(PackRange::pack);
    }

    /** The ranges of a step that meet items {@code first} to {@code last} inclusive, cut to them, in order. */
    public List<PackRange> ranges(long job, int step, long first, long last) throws IOException {
        TaskKey from = new TaskKey(job, step, first);
        TaskKey to = new TaskKey(job, step, last);
        List<PackRange> found = new ArrayList<>();
        for (int i = Math.max(0, blockOf(from)); i < blocks.size(); i++) {
            if (blocks.get(i).first().compareTo(to) > 0) {
                break;
            }
            for (PackRange range : read(blocks.get(i))) {
                if (range.lastKey().compareTo(from) >= 0 && range.firstKey().compareTo(to) <= 0) {
                    found.add(new PackRange(
                            job, step, Math.max(first, range.first()), Math.min(last, range.last()), range.pack()));
                }
            }
        }
        return found;
    }

    /** The last block that begins at or before the key, or -1. */
    private int blockOf(TaskKey key) {
        int low = 0;
        int high = blocks.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (blocks.get(middle).first().compareTo(key) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    private List<PackRange> read(Block block) throws IOException {
        ByteReader reader = new ByteReader(
                blob.name(), "block at " + block.position(), blob.read(block.position(), block.length()));
        List<PackRange> ranges = new ArrayList<>(block.ranges());
        TaskKey before = TaskKey.ZERO;
        for (int i = 0; i < block.ranges(); i++) {
            TaskKey first = TaskKey.decode(reader, before);
            long last = first.item() + reader.number(Long.MAX_VALUE, "the length of a range");
            Digest pack = packs.get((int) reader.number(packs.size() - 1L, "the number of a pack"));
            ranges.add(new PackRange(first.job(), first.step(), first.item(), last, pack));
            before = new TaskKey(first.job(), first.step(), last);
        }
        reader.end();
        return ranges;
    }

    /** Every item of a step, one at a time. */
    KeyCursor.Keys keysOf(long job, int step) {
        return new KeyCursor.Keys() {
            private int nextBlock = Math.max(0, blockOf(new TaskKey(job, step, Long.MIN_VALUE)));
            private Iterator<PackRange> ranges = List.<PackRange>of().iterator();
            private @Nullable PackRange range;
            private long nextItem;

            @Override
            public KeyCursor.@Nullable Located next() throws IOException {
                if (range == null || nextItem > range.last()) {
                    range = nextRange();
                    if (range == null) {
                        return null;
                    }
                    nextItem = range.first();
                }
                return new KeyCursor.Located(new TaskKey(job, step, nextItem++), range.pack());
            }

            private @Nullable PackRange nextRange() throws IOException {
                while (true) {
                    while (ranges.hasNext()) {
                        PackRange candidate = ranges.next();
                        if (candidate.job() == job && candidate.step() == step) {
                            return candidate;
                        }
                    }
                    if (nextBlock == blocks.size()) {
                        return null;
                    }
                    ranges = read(blocks.get(nextBlock++)).iterator();
                }
            }
        };
    }

    @Override
    public void close() throws IOException {
        blob.close();
    }
}
