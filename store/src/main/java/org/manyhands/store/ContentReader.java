package org.manyhands.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Optional;

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

    private static final class ChunkedStream extends PartsStream {
        private final BlobSource source;
        private final Iterator<Digest> rest;
        private final long chunkBytes;
        private long left;

        ChunkedStream(ContentRef.Chunked content, BlobSource source) {
            this.source = source;
            this.rest = content.chunks().iterator();
            this.left = content.length();
            this.chunkBytes = ContentRef.chunkBytes(content.length());
        }

        @Override
        protected Optional<InputStream> next() throws IOException {
            if (!rest.hasNext()) {
                return Optional.empty();
            }
            Digest name = rest.next();
            Blob chunk = source.open(name, BlobKind.RAW);
            long expected = Math.min(left, chunkBytes);
            if (chunk.contentBytes() != expected) {
                chunk.close();
                throw new CorruptBlobException(
                        name, "index", "a chunk of " + chunk.contentBytes() + " bytes (expected: " + expected + ")");
            }
            left -= expected;
            return Optional.of(owning(chunk.stream(), chunk));
        }
    }
}
