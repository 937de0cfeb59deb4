package org.manyhands.worker.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/** The native memory and the descriptors that a slot uses for all its tasks. */
final class SlotMemory implements AutoCloseable {
    private static final long CHUNK_BYTES = 64 * 1024;
    private static final long IMAGE_BYTES = 16 * 1024;
    private static final long USAGE_BYTES = 256;

    private final Arena arena = Arena.ofShared();
    final Errno errno = Errno.in(arena);
    final PollSet polled = new PollSet(arena);
    final MemorySegment pipeEnds = arena.allocate(ValueLayout.JAVA_INT, 2);
    final MemorySegment status = arena.allocate(ValueLayout.JAVA_INT);
    final MemorySegment usage = arena.allocate(USAGE_BYTES, 8);
    final MemorySegment chunk = arena.allocate(CHUNK_BYTES);
    final ByteBuffer chunkBytes = chunk.asByteBuffer();
    final MemorySegment inputChunk = arena.allocate(InputPipe.CHUNK_BYTES);
    final NativeBuffer image = new NativeBuffer(IMAGE_BYTES);
    final NativeProbe probe = new NativeProbe(errno);
    final Spawner spawner = new Spawner();
    final CancelEvent cancelEvent = new CancelEvent();

    @Override
    public void close() {
        cancelEvent.close();
        spawner.close();
        probe.close();
        image.close();
        arena.close();
    }
}
