package org.manyhands.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A blob as it is stored, some of it in memory at a time. */
final class StoredStream extends InputStream {
    private static final int CHUNK_BYTES = 1 << 20;

    private final Blob blob;
    private byte[] chunk = new byte[0];
    private int inChunk;
    private long position;

    StoredStream(Blob blob) {
        this.blob = blob;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (inChunk == chunk.length) {
            chunk = blob.storedBytes(position, CHUNK_BYTES);
            position += chunk.length;
            inChunk = 0;
        }
        if (chunk.length == 0) {
            return -1;
        }
        int count = Math.min(length, chunk.length - inChunk);
        System.arraycopy(chunk, inChunk, target, offset, count);
        inChunk += count;
        return count;
    }
}
