package org.manyhands.core.items;

import java.nio.ByteBuffer;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import org.manyhands.core.Bytes;
import org.roaringbitmap.RoaringBitmap;

/** An immutable set of item numbers from 0 to 2³¹ - 1. Equal sets are equal whatever operations made them. */
public final class ItemSet {
    public static final ItemSet EMPTY = new ItemSet(new RoaringBitmap());

    private final RoaringBitmap bits;

    private ItemSet(RoaringBitmap bits) {
        this.bits = bits;
    }

    public static ItemSet of(int... items) {
        return new ItemSet(checked(RoaringBitmap.bitmapOf(items)));
    }

    /** The items from {@code first} (inclusive) to {@code end} (exclusive). */
    public static ItemSet range(long first, long end) {
        if (first < 0 || end > 1L << 31) {
            throw new IllegalArgumentException("items " + first + " to " + end + " (expected: 0 to 2147483647)");
        }
        return first >= end ? EMPTY : new ItemSet(RoaringBitmap.bitmapOfRange(first, end));
    }

    /** Reads what {@link #toBytes} wrote. */
    public static ItemSet ofBytes(Bytes bytes) {
        return ofBytes(bytes.toArray());
    }

    /**
     * Reads what {@link #toBytes} wrote; no bytes are the empty set. Bytes of another writer need not be canonical.
     *
     * @throws IllegalArgumentException if they are not a set of item numbers
     */
    public static ItemSet ofBytes(byte[] bytes) {
        if (bytes.length == 0) {
            return EMPTY;
        }
        RoaringBitmap bits = new RoaringBitmap();
        try {
            bits.deserialize(ByteBuffer.wrap(bytes));
        } catch (java.io.IOException | RuntimeException broken) {
            throw new IllegalArgumentException("not an item set: " + bytes.length + " bytes", broken);
        }
        if (bits.serializedSizeInBytes() != bytes.length || !bits.validate()) {
            throw new IllegalArgumentException("not an item set: " + bytes.length + " bytes, out of order");
        }
        return new ItemSet(checked(bits));
    }

    /** Numbers above 2³¹ - 1 look negative to everything that compares them with the size of a step. */
    private static RoaringBitmap checked(RoaringBitmap bits) {
        if (!bits.isEmpty() && bits.last() < 0) {
            throw new IllegalArgumentException(
                    "item " + Integer.toUnsignedString(bits.last()) + " (expected: 0 to 2147483647)");
        }
        return bits;
    }

    /**
     * The canonical bytes: equal sets give equal bytes. Optimising runs alone does not (ties between array and run
     * containers are kept as they came), so run containers are dissolved first.
     */
    public Bytes toBytes() {
        if (bits.isEmpty()) {
            return Bytes.EMPTY;
        }
        RoaringBitmap canonical = bits.clone();
        canonical.removeRunCompression();
        canonical.runOptimize();
        ByteBuffer buffer = ByteBuffer.allocate(canonical.serializedSizeInBytes());
        canonical.serialize(buffer);
        return Bytes.copyOf(buffer.array());
    }

    public ItemSet or(ItemSet other) {
        return other.isEmpty() ? this : isEmpty() ? other : new ItemSet(RoaringBitmap.or(bits, other.bits));
    }

    public ItemSet and(ItemSet other) {
        return isEmpty() || other.isEmpty() ? EMPTY : new ItemSet(RoaringBitmap.and(bits, other.bits));
    }

    public ItemSet andNot(ItemSet other) {
        return isEmpty() || other.isEmpty() ? this : new ItemSet(RoaringBitmap.andNot(bits, other.bits));
    }

    public ItemSet xor(ItemSet other) {
        return other.isEmpty() ? this : isEmpty() ? other : new ItemSet(RoaringBitmap.xor(bits, other.bits));
    }

    public boolean intersects(ItemSet other) {
        return RoaringBitmap.intersects(bits, other.bits);
    }

    public boolean containsAll(ItemSet other) {
        return bits.contains(other.bits);
    }

    public boolean contains(long item) {
        return item <= Integer.MAX_VALUE && bits.contains((int) item);
    }

    /** The lowest {@code count} items, or all if there are fewer. */
    public ItemSet lowest(long count) {
        return count >= size() ? this : count <= 0 ? EMPTY : new ItemSet(bits.limit((int) count));
    }

    public boolean isEmpty() {
        return bits.isEmpty();
    }

    public long size() {
        return bits.getLongCardinality();
    }

    /** The lowest item; an error if there is none. */
    public int first() {
        return bits.first();
    }

    /** The highest item; an error if there is none. */
    public int last() {
        return bits.last();
    }

    /** The lowest number from {@code from} on that is not in the set. */
    public long firstAbsent(long from) {
        return bits.nextAbsentValue((int) from);
    }

    /** The items in ascending order. */
    public PrimitiveIterator.OfInt iterator() {
        return stream().iterator();
    }

    /** The items in ascending order. */
    public IntStream stream() {
        return bits.stream();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ItemSet set && bits.equals(set.bits);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (PrimitiveIterator.OfInt items = iterator(); items.hasNext(); ) {
            hash = 31 * hash + items.nextInt();
        }
        return hash;
    }

    /** Ranges as people write them: {@code 0-4,7}; cut after 16 of them. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        long from = 0;
        for (int ranges = 0; ; ranges++) {
            long first = from > Integer.MAX_VALUE ? -1 : bits.nextValue((int) from);
            if (first < 0) {
                return text.toString();
            }
            if (ranges == 16) {
                return text.append(",… (").append(size()).append(" items)").toString();
            }
            long end = bits.nextAbsentValue((int) first);
            text.append(text.isEmpty() ? "" : ",").append(first);
            if (end > first + 1) {
                text.append('-').append(end - 1);
            }
            from = end;
        }
    }
}
