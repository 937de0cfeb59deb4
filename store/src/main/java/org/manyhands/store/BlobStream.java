package org.manyhands.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A range of a blob's content in order. */
final class BlobStream extends InputStream {
    private final Blob blob;
    private final long end;
    private long position;

    BlobStream(Blob blob, long position, long length) {
        this.blob = blob;
        this.position = position;
        this.end = position + length;
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
        if (position == end) {
            return -1;
        }
        int count = blob.readSome(position, target, offset, (int) Math.min(length, end - position));
        position += count;
        return count;
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
