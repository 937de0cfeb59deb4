package org.manyhands.worker.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** An eventfd that wakes the poll of a slot from another thread. Signalling is serialised by the cancel handle. */
final class CancelEvent implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final Errno signalErrno = Errno.in(arena);
    private final Errno slotErrno = Errno.in(arena);
    private final MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1);
    private final MemorySegment count = arena.allocate(ValueLayout.JAVA_LONG);
    private final int fd;

    CancelEvent() {
        fd = Libc.eventfd(slotErrno, Libc.O_CLOEXEC | Libc.O_NONBLOCK);
        if (fd < 0) {
            arena.close();
            throw new IllegalStateException("no eventfd for a slot: " + Errno.name(-fd));
        }
    }

    int fd() {
        return fd;
    }

    void signal() {
        Libc.write(signalErrno, fd, one);
    }

    void clear() {
        Libc.read(slotErrno, fd, count);
    }

    @Override
    public void close() {
        Libc.close(slotErrno, fd);
        arena.close();
    }
}
