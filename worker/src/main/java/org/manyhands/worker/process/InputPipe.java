package org.manyhands.worker.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Our end of the input of a running task. Writing never blocks: a piece is written when there is room, and what did not fit
 * waits for the next time. Nobody who reads any more is no mistake; the rest of the input is then of no interest.
 */
final class InputPipe {
    private static final byte[] NOTHING = new byte[0];

    private final Errno errno;
    private final PollSet polled;
    private final InputSource source;
    private final MemorySegment chunk;
    private byte[] piece = NOTHING;
    private int written;
    private int filled;

    InputPipe(Errno errno, PollSet polled, InputSource source, MemorySegment chunk) {
        this.errno = errno;
        this.polled = polled;
        this.source = source;
        this.chunk = chunk;
    }

    /** Writes one piece, or as much of it as there is room for. */
    void pump() {
        int fd = polled.fd(PollSet.INPUT);
        if (fd < 0) {
            return;
        }
        if (written == filled && !fill()) {
            close();
            return;
        }
        int count = filled - written;
        MemorySegment.copy(piece, written, chunk, ValueLayout.JAVA_BYTE, 0, count);
        int done = Libc.write(errno, fd, chunk.asSlice(0, count));
        if (done >= 0) {
            written += done;
        } else if (done != -Errno.EAGAIN && done != -Errno.EINTR) {
            close();
        }
    }

    private boolean fill() {
        if (piece.length == 0) {
            piece = new byte[(int) chunk.byteSize()];
        }
        try {
            written = 0;
            filled = Math.max(0, source.read(piece));
            return filled > 0;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    void close() {
        int fd = polled.fd(PollSet.INPUT);
        if (fd >= 0) {
            Libc.close(errno, fd);
            polled.watch(PollSet.INPUT, PollSet.NONE);
        }
    }
}
