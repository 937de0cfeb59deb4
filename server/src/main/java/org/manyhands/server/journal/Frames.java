package org.manyhands.server.journal;

import java.nio.ByteBuffer;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import org.manyhands.core.codec.Codec;
import org.manyhands.core.codec.MalformedException;
import org.manyhands.core.journal.Line;

/** Lines as bytes: length, CRC-32C, then the line in its encoding. */
final class Frames {
    static final Codec<Line> LINES = Codec.of(Line.class);
    private static final int HEAD_BYTES = 8;

    private Frames() {}

    static byte[] frame(byte[] line) {
        return ByteBuffer.allocate(HEAD_BYTES + line.length)
                .putInt(line.length)
                .putInt(checksum(line))
                .put(line)
                .array();
    }

    /**
     * Gives the whole lines from the start, until one is not wanted or the bytes end or are damaged.
     *
     * @return where the last wanted line ends
     */
    static int each(byte[] bytes, Predicate<Line> wanted) {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.remaining() >= HEAD_BYTES) {
            int start = left.position();
            int length = left.getInt();
            int checksum = left.getInt();
            if (length < 0 || length > left.remaining()) {
                return start;
            }
            byte[] line = new byte[length];
            left.get(line);
            if (checksum(line) != checksum || !wanted(line, wanted)) {
                return start;
            }
        }
        return left.position();
    }

    private static boolean wanted(byte[] line, Predicate<Line> wanted) {
        try {
            return wanted.test(LINES.decode(line));
        } catch (MalformedException newer) {
            return false;
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return (int) checksum.getValue();
    }
}
