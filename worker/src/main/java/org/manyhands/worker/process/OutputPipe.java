package org.manyhands.worker.process;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Our end of one output of a running task. Reading never blocks, as a process may read from the pipe as well and take
 * what {@code poll} promised.
 */
final class OutputPipe {
    private final Errno errno;
    private final PollSet polled;
    private final int index;
    private final OutputSink sink;
    private final MemorySegment chunk;
    private final ByteBuffer chunkBytes;
    private boolean full;

    OutputPipe(Errno errno, PollSet polled, int index, OutputSink sink, MemorySegment chunk, ByteBuffer chunkBytes) {
        this.errno = errno;
        this.polled = polled;
        this.index = index;
        this.sink = sink;
        this.chunk = chunk;
        this.chunkBytes = chunkBytes;
    }

    /** Whether the sink has reached its limit. */
    boolean full() {
        return full;
    }

    /** Hands one chunk to the sink and gives its size; 0 if there is nothing now or the end is reached. */
    int pump() {
        int fd = polled.fd(index);
        if (fd < 0) {
            return 0;
        }
        int count = Libc.read(errno, fd, chunk);
        if (count > 0) {
            deliver(count);
            return count;
        }
        if (count != -Errno.EAGAIN && count != -Errno.EINTR) {
            close();
        }
        return 0;
    }

    /** Takes what is in the pipe now, at most the given number of bytes: others may still be writing. */
    void drain(long bytesMax) {
        long left = bytesMax;
        while (left > 0) {
            int count = pump();
            if (count == 0) {
                return;
            }
            left -= count;
        }
    }

    private void deliver(int count) {
        if (!full) {
            full = !sink.accept(chunkBytes.clear().limit(count).asReadOnlyBuffer());
        }
    }

    void close() {
        int fd = polled.fd(index);
        if (fd >= 0) {
            Libc.close(errno, fd);
            polled.watch(index, PollSet.NONE);
        }
    }
}
