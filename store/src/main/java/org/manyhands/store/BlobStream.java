package org.manyhands.store;

import java.io.IOException;
import java.io.OutputStream;

/** A range of a blob's content in order. */
final class BlobStream extends BlockInputStream {
    private static final int BUFFER_BYTES_MAX = 16 << 10;

    private final Blob blob;
    private final long end;
    private long position;

    BlobStream(Blob blob, long position, long length) {
        this.blob = blob;
        this.position = position;
        this.end = position + length;
    }

    @Override
    protected int readSome(byte[] target, int offset, int length) throws IOException {
        if (position == end) {
            return -1;
        }
        int count = blob.readSome(position, target, offset, (int) Math.min(length, end - position));
        position += count;
        return count;
    }

    /** With a buffer no larger than what is left: most outputs are a few bytes. */
    @Override
    public long transferTo(OutputStream out) throws IOException {
        long from = position;
        byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES_MAX, end - position)];
        int count = read(buffer, 0, buffer.length);
        while (count > 0) {
            out.write(buffer, 0, count);
            count = read(buffer, 0, buffer.length);
        }
        return position - from;
    }

    @Override
    public long skip(long count) {
        long skipped = Math.clamp(count, 0, end - position);
        position += skipped;
        return skipped;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, end - position);
    }
}
