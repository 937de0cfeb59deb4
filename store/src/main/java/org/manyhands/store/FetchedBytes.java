package org.manyhands.store;

import java.io.EOFException;
import java.io.IOException;

/** The bytes of a blob that is elsewhere. Reads ahead, because frames lie beside each other: a small blob as a whole. */
public final class FetchedBytes implements BlobBytes {
    private static final int AHEAD_BYTES = 1 << 20;

    private final Digest blob;
    private final long length;
    private final Fetch fetch;
    private byte[] window = new byte[0];
    private long windowStart;

    /** Asks whoever has the blob. */
    @FunctionalInterface
    public interface Fetch {
        /** Bytes from a position on; fewer than {@code length} only at the end of the blob. */
        byte[] bytes(long position, int length) throws IOException;
    }

    public FetchedBytes(Digest blob, long length, Fetch fetch) {
        this.blob = blob;
        this.length = length;
        this.fetch = fetch;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public synchronized void read(long position, byte[] target, int offset, int count) throws IOException {
        if (position < windowStart || position + count > windowStart + window.length) {
            windowStart = length <= AHEAD_BYTES ? 0 : position;
            window = fetch.bytes(windowStart, Math.max(AHEAD_BYTES, count));
        }
        if (windowStart + window.length < position + count) {
            throw new EOFException("blob " + blob + " ends within " + count + " bytes at " + position);
        }
        System.arraycopy(window, (int) (position - windowStart), target, offset, count);
    }

    @Override
    public synchronized void close() {
        window = new byte[0];
    }
}
