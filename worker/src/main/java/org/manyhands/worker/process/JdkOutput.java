package org.manyhands.worker.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** One output of a running task, read without blocking by asking how much there is. */
final class JdkOutput {
    private static final int CHUNK_BYTES = 64 * 1024;

    private final InputStream stream;
    private final OutputSink sink;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private boolean full;

    JdkOutput(InputStream stream, OutputSink sink) {
        this.stream = stream;
        this.sink = sink;
    }

    boolean full() {
        return full;
    }

    /** Hands to the sink what is there now, at most the given number of bytes, and says whether there was anything. */
    boolean drain(long bytesMax) {
        long left = bytesMax;
        try {
            int available = stream.available();
            while (available > 0 && left > 0) {
                int count = stream.read(chunk, 0, Math.min(available, chunk.length));
                if (count <= 0) {
                    break;
                }
                if (!full) {
                    full = !sink.accept(ByteBuffer.wrap(chunk, 0, count).asReadOnlyBuffer());
                }
                left -= count;
                available = stream.available();
            }
        } catch (IOException e) {
            return false; // closed at the other end
        }
        return left < bytesMax;
    }

    void close() {
        try {
            stream.close();
        } catch (IOException e) {
            // nothing more will be read from it
        }
    }
}
