package org.manyhands.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Opens content by its reference; every byte is verified, and the length is exactly the one that was promised. */
public final class ContentReader {
    private final Blob home;
    private final BlobSource chunks;

    public ContentReader(Blob home, BlobSource chunks) {
        this.home = home;
        this.chunks = chunks;
    }

    public InputStream open(ContentRef content) throws IOException {
        return switch (content) {
            case ContentRef.Inline(long position, long length) -> home.stream(position, length);
            case ContentRef.Chunked chunked -> new ChunkedStream(chunked, chunks);
        };
    }

    private static final class ChunkedStream extends InputStream {
        private final BlobSource source;
        private final Iterator<Digest> rest;
        private final long chunkBytes;
        private long left;
        private @Nullable Blob blob;
        private InputStream current = InputStream.nullInputStream();

        ChunkedStream(ContentRef.Chunked content, BlobSource source) {
            this.source = source;
            this.rest = content.chunks().iterator();
            this.left = content.length();
            this.chunkBytes = ContentRef.chunkBytes(content.length());
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
            while (count < 0 && rest.hasNext()) {
                next();
                count = current.read(target, offset, length);
            }
            return count;
        }

        private void next() throws IOException {
            close();
            Digest name = rest.next();
            Blob opened = source.open(name, BlobKind.RAW);
            blob = opened;
            long expected = Math.min(left, chunkBytes);
            if (opened.contentBytes() != expected) {
                throw new CorruptBlobException(
                        name, "index", "a chunk of " + opened.contentBytes() + " bytes (expected: " + expected + ")");
            }
            left -= expected;
            current = opened.stream();
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
}
