package org.manyhands.worker.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** What a task hears and says when nobody minds the answers: its input is a source, its outputs go to sinks. */
final class Redirection implements Dialogue {
    private static final int PIECE_BYTES = InputPipe.CHUNK_BYTES;

    private final InputSource input;
    private final OutputSink standardOutput;
    private final OutputSink standardError;
    private final byte[] piece;
    private boolean over;

    Redirection(InputSource input, OutputSink standardOutput, OutputSink standardError) {
        this.input = input;
        this.standardOutput = standardOutput;
        this.standardError = standardError;
        piece = new byte[input.isNone() ? 0 : PIECE_BYTES];
        over = input.isNone();
    }

    @Override
    public boolean silent() {
        return input.isNone();
    }

    @Override
    public void ask(ByteBuffer into) {
        if (over) {
            return;
        }
        try {
            int count = input.read(piece);
            over = count < 0;
            into.put(piece, 0, Math.max(0, count));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public boolean over() {
        return over;
    }

    /** Never: a task that is cancelled is ended, whatever it has read. */
    @Override
    public boolean satisfied() {
        return false;
    }

    @Override
    public boolean hear(ByteBuffer chunk) {
        return standardOutput.accept(chunk);
    }

    @Override
    public boolean overhear(ByteBuffer chunk) {
        return standardError.accept(chunk);
    }

    @Override
    public void deaf() {
        over = true;
    }

    @Override
    public void mute() {}

    @Override
    public long wakeNanos() {
        return NEVER;
    }

    @Override
    public boolean late(long nowNanos) {
        return false;
    }
}
