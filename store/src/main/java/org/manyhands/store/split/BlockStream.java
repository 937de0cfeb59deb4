package org.manyhands.store.split;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.manyhands.store.Blob;
import org.manyhands.store.BlobKind;
import org.manyhands.store.BlobSource;
import org.manyhands.store.Digest;

/** A range of content that lies in chunks; one chunk is open at a time. */
final class BlockStream extends InputStream {
    private final BlobSource source;
    private final List<Digest> chunks;
    private final long chunkBytes;
    private final long end;
    private long position;
    private @Nullable Blob blob;
    private InputStream current = InputStream.nullInputStream();

    BlockStream(BlobSource source, List<Digest> chunks, long chunkBytes, long start, long end) {
        this.source = source;
        this.chunks = chunks;
        this.chunkBytes = chunkBytes;
        this.end = end;
        position = start;
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
        int count = current.read(target, offset, length);
        if (count < 0 && position < end) {
            next();
            count = current.read(target, offset, length);
        }
        position += Math.max(0, count);
        return count;
    }

    private void next() throws IOException {
        close();
        int chunk = (int) (position / chunkBytes);
        Blob opened = source.open(chunks.get(chunk), BlobKind.RAW);
        blob = opened;
        long start = position - chunk * chunkBytes;
        current = opened.stream(start, Math.min(end - position, chunkBytes - start));
    }

    @Override
    public void close() throws IOException {
        current = InputStream.nullInputStream();
        if (blob != null) {
            blob.close();
            blob = null;
        }
    }
}
