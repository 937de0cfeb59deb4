package org.manyhands.store;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes in memory up to a bound, in a temporary file beyond it. Not for concurrent use. */
final class Spool implements AutoCloseable {
    private final Path directory;
    private final int memoryBytesMax;
    private byte[] memory = new byte[1024];
    private long size;
    private @Nullable Path path;
    private @Nullable OutputStream file;

    Spool(Path directory, int memoryBytesMax) {
        this.directory = directory;
        this.memoryBytesMax = memoryBytesMax;
    }

    long size() {
        return size;
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        if (file == null && size + length > memoryBytesMax) {
            spill();
        }
        if (file != null) {
            file.write(bytes, offset, length);
        } else {
            int needed = (int) size + length;
            if (needed > memory.length) {
                memory = Arrays.copyOf(memory, Math.max(needed, 2 * memory.length));
            }
            System.arraycopy(bytes, offset, memory, (int) size, length);
        }
        size += length;
    }

    private void spill() throws IOException {
        Path created = Files.createTempFile(directory, "spool-", ".blob");
        path = created;
        file = Files.newOutputStream(created);
        file.write(memory, 0, (int) size);
        memory = new byte[0];
    }

    InputStream open() throws IOException {
        if (path == null) {
            return new ByteArrayInputStream(memory, 0, (int) size);
        }
        return new BufferedInputStream(Channels.newInputStream(Files.newByteChannel(path)), 1 << 16);
    }

    BlobBytes bytes() throws IOException {
        return path == null ? BlobBytes.of(Arrays.copyOf(memory, (int) size)) : new FileBytes(path, 0, size);
    }

    @Override
    public void close() throws IOException {
        memory = new byte[0];
        size = 0;
        if (file != null) {
            file.close();
        }
        if (path != null) {
            Files.deleteIfExists(path);
        }
    }
}
