package org.manyhands.store.split;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.manyhands.store.Blob;
import org.manyhands.store.BlobKind;
import org.manyhands.store.BlobSource;
import org.manyhands.store.Digest;
import org.manyhands.store.PartsStream;

/** A range of content that lies in chunks; one chunk is open at a time. */
final class BlockStream extends PartsStream {
    private final BlobSource source;
    private final List<Digest> chunks;
    private final long chunkBytes;
    private final long end;
    private long position;

    BlockStream(BlobSource source, List<Digest> chunks, long chunkBytes, long start, long end) {
        this.source = source;
        this.chunks = chunks;
        this.chunkBytes = chunkBytes;
        this.end = end;
        position = start;
    }

    @Override
    protected Optional<InputStream> next() throws IOException {
        if (position >= end) {
            return Optional.empty();
        }
        int number = (int) (position / chunkBytes);
        Blob chunk = source.open(chunks.get(number), BlobKind.RAW);
        long start = position - number * chunkBytes;
        long length = Math.min(end - position, chunkBytes - start);
        position += length;
        return Optional.of(owning(chunk.stream(start, length), chunk));
    }
}
