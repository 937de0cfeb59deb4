package org.manyhands.worker.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Our end of the standard input of a process that is asked. Writing never blocks: what does not fit waits for {@code poll}. */
final class InputPipe implements AutoCloseable {
    private static final long CHUNK_BYTES = 64 * 1024;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment chunk = arena.allocate(CHUNK_BYTES);
    private final ByteBuffer bytes = chunk.asByteBuffer().limit(0);
    private final Errno errno;
    private final PollSet polled;
    private final Dialogue dialogue;
    private int fd;

    InputPipe(Errno errno, PollSet polled, Dialogue dialogue, int fd) {
        this.errno = errno;
        this.polled = polled;
        this.dialogue = dialogue;
        this.fd = fd;
    }

    Dialogue dialogue() {
        return dialogue;
    }

    /** Whether there was nothing to ask and no answer is missing: then asking is all there is to do. */
    boolean idle() {
        return fd >= 0 && !bytes.hasRemaining() && dialogue.satisfied();
    }

    /** Asks for what to write and writes as much as fits; at the end it closes the pipe. */
    void push() {
        while (fd >= 0) {
            if (!bytes.hasRemaining()) {
                bytes.clear();
                dialogue.ask(bytes);
                bytes.flip();
            }
            if (!bytes.hasRemaining()) {
                polled.watch(PollSet.INPUT, PollSet.NONE);
                if (dialogue.over()) {
                    hangUp();
                }
                return;
            }
            int count = Libc.write(errno, fd, chunk.asSlice(bytes.position(), bytes.remaining()));
            if (count > 0) {
                bytes.position(bytes.position() + count);
            } else if (count == -Errno.EAGAIN) {
                polled.watch(PollSet.INPUT, fd);
                return;
            } else if (count != -Errno.EINTR) {
                hangUp();
                dialogue.deaf();
            }
        }
    }

    /** Closes the pipe, whatever was still to be written. */
    void hangUp() {
        if (fd >= 0) {
            polled.watch(PollSet.INPUT, PollSet.NONE);
            Libc.close(errno, fd);
            fd = -1;
        }
    }

    @Override
    public void close() {
        hangUp();
        arena.close();
    }
}
