package org.manyhands.worker.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.manyhands.worker.process.OutputSink;

/** The last bytes of what was written, at most {@value #BYTES_MAX}. */
public final class Tail implements OutputSink {
    public static final int BYTES_MAX = 64 << 10;

    private static final int FIRST_BYTES = 256;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;

    @Override
    public boolean accept(ByteBuffer chunk) {
        if (chunk.remaining() > BYTES_MAX) {
            chunk.position(chunk.limit() - BYTES_MAX);
        }
        int more = chunk.remaining();
        if (size + more > 2 * BYTES_MAX) {
            System.arraycopy(bytes, size - BYTES_MAX, bytes, 0, BYTES_MAX);
            size = BYTES_MAX;
        }
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, Math.min(2 * bytes.length, 2 * BYTES_MAX)));
        }
        chunk.get(bytes, size, more);
        size += more;
        return true;
    }

    public byte[] toBytes() {
        return Arrays.copyOfRange(bytes, Math.max(0, size - BYTES_MAX), size);
    }

    /** The end of it, for people. */
    public String text(int bytesMax) {
        return new String(bytes, Math.max(0, size - bytesMax), Math.min(size, bytesMax), StandardCharsets.UTF_8)
                .strip();
    }
}
