package org.manyhands.worker.stream;

import java.util.Arrays;
import java.util.BitSet;

/** Answers one after another in one array, so that an answer costs no object. The last one may still be open. */
public final class Answers {
    private static final int FIRST_BYTES = 1 << 10;

    private final int[] ends;
    private final BitSet failed = new BitSet();
    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;
    private int count;

    Answers(int countMax) {
        ends = new int[countMax];
    }

    void append(byte[] from, int offset, int length) {
        if (bytes.length - size < length) {
            bytes = Arrays.copyOf(bytes, Math.addExact(size, Math.max(size, length)));
        }
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }

    /** The open answer is complete; {@code refused}: its bytes say why there is none. */
    void end(boolean refused) {
        failed.set(count, refused);
        ends[count++] = size;
    }

    /** How many are complete. */
    public int count() {
        return count;
    }

    /** Of the open one. */
    int openBytes() {
        return size - (count == 0 ? 0 : ends[count - 1]);
    }

    int bytes() {
        return size;
    }

    /** Whether the process said that this item failed. */
    public boolean failed(int number) {
        return failed.get(number);
    }

    public byte[] answer(int number) {
        return Arrays.copyOfRange(bytes, number == 0 ? 0 : ends[number - 1], ends[number]);
    }
}
