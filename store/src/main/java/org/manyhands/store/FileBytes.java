package org.manyhands.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * Blob bytes in a range of a file, with a descriptor of its own, so that the file may be unlinked meanwhile.
 *
 * <p>It reads through RandomAccessFile because an interrupt of one reader closes a FileChannel under all others.
 */
public final class FileBytes implements BlobBytes {
    private final RandomAccessFile file;
    private final long start;
    private final long length;

    public FileBytes(Path path, long start, long length) throws IOException {
        this.file = new RandomAccessFile(path.toFile(), "r");
        this.start = start;
        this.length = length;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void read(long position, byte[] target, int offset, int count) throws IOException {
        if (position < 0 || position + count > length) {
            throw new EOFException("bytes " + position + " to " + (position + count) + " of " + length);
        }
        synchronized (file) {
            file.seek(start + position);
            file.readFully(target, offset, count);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
