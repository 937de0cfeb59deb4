package org.manyhands.server.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.manyhands.core.codec.Codec;
import org.manyhands.core.codec.MalformedException;
import org.manyhands.core.journal.Line;

/** Lines as bytes: length, CRC-32C, then the line in its encoding. */
final class Frames {
    static final Codec<Line> LINES = Codec.of(Line.class);
    static final int HEAD_BYTES = 8;

    private Frames() {}

    /**
     * A whole line among other bytes.
     *
     * @param start where its head begins
     * @param end behind its last byte
     */
    record Frame(int start, int end, Line line) {}

    static byte[] frame(byte[] line) {
        return ByteBuffer.allocate(HEAD_BYTES + line.length)
                .putInt(line.length)
                .putInt(checksum(line, 0, line.length))
                .put(line)
                .array();
    }

    /** The first whole line from a place on; what is damaged before it is passed over. */
    static Optional<Frame> next(byte[] bytes, int from) {
        for (int start = from; start + HEAD_BYTES < bytes.length; start++) {
            Optional<Frame> frame = at(bytes, start);
            if (frame.isPresent()) {
                return frame;
            }
        }
        return Optional.empty();
    }

    private static Optional<Frame> at(byte[] bytes, int start) {
        ByteBuffer head = ByteBuffer.wrap(bytes, start, HEAD_BYTES);
        int length = head.getInt();
        int checksum = head.getInt();
        int line = start + HEAD_BYTES;
        if (length < 1 || length > bytes.length - line || checksum(bytes, line, length) != checksum) {
            return Optional.empty();
        }
        try {
            byte[] encoded = Arrays.copyOfRange(bytes, line, line + length);
            return Optional.of(new Frame(start, line + length, LINES.decode(encoded)));
        } catch (MalformedException newer) {
            return Optional.empty();
        }
    }

    private static int checksum(byte[] bytes, int from, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, from, length);
        return (int) checksum.getValue();
    }
}
