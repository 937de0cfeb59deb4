package org.manyhands.worker.process;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Our end of the standard input of a process that is asked. Writing never blocks: what does not fit waits for {@code poll}. */
final class InputPipe implements AutoCloseable {
    static final int CHUNK_BYTES = 64 * 1024;

    /** After so many chunks others have their turn: a task that reads fast must still be heard, and ended in time. */
    private static final int CHUNKS_MAX = 16;

    private final MemorySegment chunk;
    private final ByteBuffer bytes;
    private final Errno errno;
    private final PollSet polled;
    private final Dialogue dialogue;
    private int fd;

    /**
     * @param fd our end of the pipe, which this closes; -1 if there is none
     * @param chunk for this execution alone, and empty between its calls
     */
    InputPipe(Errno errno, PollSet polled, Dialogue dialogue, int fd, MemorySegment chunk) {
        this.errno = errno;
        this.polled = polled;
        this.dialogue = dialogue;
        this.fd = fd;
        this.chunk = chunk;
        bytes = chunk.asByteBuffer().limit(0);
    }

    /** Whether there was nothing to ask and no answer is missing: then asking is all there is to do. */
    boolean idle() {
        return fd >= 0 && !bytes.hasRemaining() && dialogue.satisfied();
    }

    /** Asks for what to write and writes what fits; at the end it closes the pipe. */
    void push() {
        for (int i = 0; fd >= 0 && i < CHUNKS_MAX; i++) {
            if (!bytes.hasRemaining()) {
                bytes.clear();
                dialogue.ask(bytes);
                bytes.flip();
            }
            if (!bytes.hasRemaining()) {
                rest();
                if (dialogue.over()) {
                    close();
                }
                return;
            }
            int count = Libc.write(errno, fd, chunk.asSlice(bytes.position(), bytes.remaining()));
            if (count > 0) {
                bytes.position(bytes.position() + count);
            } else if (count == -Errno.EAGAIN) {
                break;
            } else if (count != -Errno.EINTR) {
                close();
                dialogue.deaf();
            }
        }
        polled.watch(PollSet.INPUT, fd);
    }

    /** Writes nothing for now; the pipe stays open, so that what was not told all does not take it for all. */
    void rest() {
        polled.watch(PollSet.INPUT, PollSet.NONE);
    }

    /** Closes the pipe, whatever was still to be written. */
    @Override
    public void close() {
        rest();
        if (fd >= 0) {
            Libc.close(errno, fd);
            fd = -1;
        }
    }
}
