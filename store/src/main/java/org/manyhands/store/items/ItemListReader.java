package org.manyhands.store.items;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.manyhands.store.Blob;
import org.manyhands.store.BlobKind;
import org.manyhands.store.BlobSource;
import org.manyhands.store.ByteReader;
import org.manyhands.store.CorruptBlobException;
import org.manyhands.store.Digest;

/** An item list to read. Safe for concurrent use; the last block is kept, so reading in order is cheap. */
public final class ItemListReader implements AutoCloseable {
    private final Blob blob;
    private final long[] firstItems;
    private final long[] positions;
    private volatile @Nullable Block last;

    private static final class Block {
        private final int number;
        private final byte[][] values;

        Block(int number, byte[][] values) {
            this.number = number;
            this.values = values;
        }
    }

    private ItemListReader(Blob blob) throws CorruptBlobException {
        this.blob = blob;
        ByteReader index = new ByteReader(blob.name(), "index", blob.applicationPart());
        long size = index.number(Long.MAX_VALUE, "the number of items");
        int blocks = index.count("the number of blocks");
        firstItems = new long[blocks + 1];
        positions = new long[blocks + 1];
        for (int i = 0; i < blocks; i++) {
            firstItems[i + 1] = firstItems[i] + index.number(Integer.MAX_VALUE, "the items of a block");
            positions[i + 1] = positions[i] + index.number(Integer.MAX_VALUE, "the length of a block");
        }
        index.end();
        if (firstItems[blocks] != size) {
            throw index.malformed("blocks of " + firstItems[blocks] + " items (expected: " + size + ")");
        }
    }

    public static ItemListReader open(BlobSource source, Digest list) throws IOException {
        Blob blob = source.open(list, BlobKind.ITEMS);
        boolean opened = false;
        try {
            ItemListReader reader = new ItemListReader(blob);
            opened = true;
            return reader;
        } finally {
            if (!opened) {
                blob.close();
            }
        }
    }

    public long size() {
        return firstItems[firstItems.length - 1];
    }

    /** The value of an item, 0 to {@code size() - 1}. */
    public byte[] get(long item) throws IOException {
        Objects.checkIndex(item, size());
        int found = Arrays.binarySearch(firstItems, item);
        int number = found >= 0 ? found : -found - 2;
        return block(number).values[(int) (item - firstItems[number])].clone();
    }

    private Block block(int number) throws IOException {
        Block known = last;
        if (known != null && known.number == number) {
            return known;
        }
        Block read = read(number);
        last = read;
        return read;
    }

    private Block read(int number) throws IOException {
        byte[] bytes = blob.read(positions[number], (int) (positions[number + 1] - positions[number]));
        ByteReader reader = new ByteReader(blob.name(), "block " + number, bytes);
        long count = firstItems[number + 1] - firstItems[number];
        if (count > bytes.length) {
            throw reader.malformed(count + " items in " + bytes.length + " bytes");
        }
        byte[][] values = new byte[(int) count][];
        for (int i = 0; i < values.length; i++) {
            values[i] = reader.string();
        }
        reader.end();
        return new Block(number, values);
    }

    @Override
    public void close() throws IOException {
        blob.close();
    }
}
