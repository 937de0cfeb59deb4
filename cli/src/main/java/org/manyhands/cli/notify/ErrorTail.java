package org.manyhands.cli.notify;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.manyhands.worker.process.OutputSink;

/** The end of what a command says, on one line. */
final class ErrorTail implements OutputSink {
    private static final int BYTES = 300;

    private byte[] tail = {};

    @Override
    public boolean accept(ByteBuffer chunk) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(tail);
        ByteBuffer last =
                chunk.slice(Math.max(chunk.position(), chunk.limit() - BYTES), Math.min(chunk.remaining(), BYTES));
        byte[] bytes = new byte[last.remaining()];
        last.get(bytes);
        joined.writeBytes(bytes);
        byte[] all = joined.toByteArray();
        tail = all.length <= BYTES ? all : Arrays.copyOfRange(all, all.length - BYTES, all.length);
        return true;
    }

    String text() {
        return new String(tail, StandardCharsets.UTF_8).strip().replaceAll("[\\p{Cntrl}]+", " ");
    }
}
