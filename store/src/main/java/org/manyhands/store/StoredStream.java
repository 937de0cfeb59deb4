package org.manyhands.store;

import java.io.IOException;

/** A blob as it is stored, some of it in memory at a time. */
final class StoredStream extends BlockInputStream {
    private static final int CHUNK_BYTES = 1 << 20;

    private final Blob blob;
    private byte[] chunk = new byte[0];
    private int inChunk;
    private long position;

    StoredStream(Blob blob) {
        this.blob = blob;
    }

    @Override
    protected int readSome(byte[] target, int offset, int length) throws IOException {
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
