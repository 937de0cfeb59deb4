package org.manyhands.store;

import java.io.EOFException;

/** Blob bytes in memory. */
final class MemoryBytes implements BlobBytes {
    private final byte[] bytes;

    MemoryBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) throws EOFException {
        if (position < 0 || position + length > bytes.length) {
            throw new EOFException("bytes " + position + " to " + (position + length) + " of " + bytes.length);
        }
        System.arraycopy(bytes, (int) position, target, offset, length);
    }

    @Override
    public void close() {}
}
