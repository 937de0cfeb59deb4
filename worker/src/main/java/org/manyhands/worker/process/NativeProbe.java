package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.lang.foreign.MemorySegment;

/** Asks by {@code faccessat} with the effective rights of its thread, byte for byte. For one thread at a time. */
final class NativeProbe implements FileProbe, AutoCloseable {
    private static final long PATH_BYTES = 4096;
    private static final ByteString SLASH_DOT = ByteString.copyFromUtf8("/.");

    private final Errno errno;
    private final NativeBuffer buffer = new NativeBuffer(PATH_BYTES);

    NativeProbe(Errno errno) {
        this.errno = errno;
    }

    @Override
    public boolean exists(ByteString path) {
        return Libc.access(errno, string(path), Libc.F_OK) == 0;
    }

    @Override
    public boolean directory(ByteString path) {
        return exists(path.concat(SLASH_DOT));
    }

    @Override
    public boolean executable(ByteString path) {
        return Libc.access(errno, string(path), Libc.X_OK) == 0;
    }

    private MemorySegment string(ByteString path) {
        MemorySegment memory = buffer.atLeast(path.size() + 1L);
        var bytes = memory.asByteBuffer();
        path.copyTo(bytes);
        bytes.put((byte) 0);
        return memory;
    }

    @Override
    public void close() {
        buffer.close();
    }
}
