package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.function.IntPredicate;

/** The bytes of {@code /proc/PID/environ}: entries, each closed by NUL. */
record Environ(ByteString bytes) {
    static final Environ NONE = new Environ(ByteString.EMPTY);

    /** Whether it has exactly this entry. */
    boolean has(ByteString entry) {
        byte[] wanted = entry.toByteArray();
        return anyEntry(end -> end == wanted.length, wanted);
    }

    /** Whether it has an entry that begins so. */
    boolean hasPrefix(ByteString prefix) {
        byte[] wanted = prefix.toByteArray();
        return anyEntry(end -> end >= wanted.length, wanted);
    }

    private boolean anyEntry(IntPredicate lengthFits, byte[] wanted) {
        byte[] all = bytes.toByteArray();
        int start = 0;
        while (start < all.length) {
            int end = start;
            while (end < all.length && all[end] != 0) {
                end++;
            }
            if (lengthFits.test(end - start)
                    && Arrays.equals(all, start, start + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }
}
