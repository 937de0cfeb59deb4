package org.manyhands.worker.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The descriptors that a slot waits for; -1 stands for one that is closed or of no more interest. */
final class PollSet {
    static final int OUTPUT = 0;
    static final int ERROR = 1;
    static final int PROCESS = 2;
    static final int CANCEL = 3;
    /** The one that is waited for to have room. */
    static final int INPUT = 4;

    static final int NONE = -1;

    private static final int COUNT = 5;
    private static final long ENTRY_BYTES = 8;
    private static final long EVENTS_OFFSET = 4;
    private static final long RETURNED_OFFSET = 6;
    private static final short POLLIN = 1;
    private static final short POLLOUT = 4;

    private final MemorySegment memory;

    PollSet(Arena arena) {
        memory = arena.allocate(COUNT * ENTRY_BYTES, ENTRY_BYTES);
        for (int i = 0; i < COUNT; i++) {
            memory.set(ValueLayout.JAVA_SHORT, i * ENTRY_BYTES + EVENTS_OFFSET, i == INPUT ? POLLOUT : POLLIN);
            watch(i, NONE);
        }
    }

    void watch(int index, int fd) {
        memory.set(ValueLayout.JAVA_INT, index * ENTRY_BYTES, fd);
        memory.set(ValueLayout.JAVA_SHORT, index * ENTRY_BYTES + RETURNED_OFFSET, (short) 0);
    }

    int fd(int index) {
        return memory.get(ValueLayout.JAVA_INT, index * ENTRY_BYTES);
    }

    /** Whether there is something to read, room to write, an end, or an error. */
    boolean ready(int index) {
        return memory.get(ValueLayout.JAVA_SHORT, index * ENTRY_BYTES + RETURNED_OFFSET) != 0;
    }

    /** Waits; -1: without end. False if nothing is ready. */
    boolean await(Errno errno, int timeoutMillis) {
        int ready = Libc.poll(errno, memory, COUNT, timeoutMillis);
        if (ready < 0 && ready != -Errno.EINTR) {
            throw new IllegalStateException("poll failed: " + Errno.name(-ready));
        }
        if (ready <= 0) {
            for (int i = 0; i < COUNT; i++) {
                memory.set(ValueLayout.JAVA_SHORT, i * ENTRY_BYTES + RETURNED_OFFSET, (short) 0);
            }
        }
        return ready > 0;
    }
}
