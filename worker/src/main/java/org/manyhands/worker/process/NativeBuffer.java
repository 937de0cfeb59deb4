package org.manyhands.worker.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Native memory that is used again and grows when needed, so that starting a process allocates nothing. */
final class NativeBuffer implements AutoCloseable {
    private static final long ALIGNMENT_BYTES = 8;

    private Arena arena;
    private MemorySegment memory;

    NativeBuffer(long sizeBytes) {
        arena = Arena.ofShared();
        memory = arena.allocate(sizeBytes, ALIGNMENT_BYTES);
    }

    /** At least this many bytes; what was in it is lost if it has to grow. */
    MemorySegment atLeast(long sizeBytes) {
        if (memory.byteSize() < sizeBytes) {
            Arena larger = Arena.ofShared();
            memory = larger.allocate(Math.max(sizeBytes, 2 * memory.byteSize()), ALIGNMENT_BYTES);
            arena.close();
            arena = larger;
        }
        return memory;
    }

    @Override
    public void close() {
        arena.close();
    }
}
