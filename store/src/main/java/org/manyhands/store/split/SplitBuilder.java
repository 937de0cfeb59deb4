package org.manyhands.store.split;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.manyhands.store.BlobBuilder;
import org.manyhands.store.BlobKind;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.BlobSink;
import org.manyhands.store.ByteWriter;
import org.manyhands.store.Digest;
import org.manyhands.store.SealedBlob;

/**
 * Takes content as it comes and where its blocks end. Content of the blob: the end of each block as eight bytes. Application
 * part: number of blocks, length of the content, bytes of a chunk, the chunks. Not for concurrent use.
 */
public final class SplitBuilder implements AutoCloseable {
    /** All chunks but the last have so many bytes. */
    static final int CHUNK_BYTES = 4 << 20;

    /** Small, so that a small block is cheap to read. */
    static final int FRAME_BYTES = 128 << 10;

    /** So that the index of the blob, which names them, stays within its bound: 4 TiB of content. */
    static final int CHUNKS_MAX = 1 << 20;

    private final BlobSink sink;
    private final Path spoolDirectory;
    private final BlobBuilder ends;
    private final ByteWriter end = new ByteWriter(Long.BYTES);
    private final List<Digest> chunks = new ArrayList<>();
    private BlobBuilder chunk;
    private long length;
    private long blocks;
    private long lastEnd;

    /** @param sink takes the chunks, before the blob of this split names them */
    public SplitBuilder(BlobSink sink, Path spoolDirectory) {
        this.sink = sink;
        this.spoolDirectory = spoolDirectory;
        ends = new BlobBuilder(BlobKind.SPLIT, spoolDirectory);
        chunk = newChunk();
    }

    private BlobBuilder newChunk() {
        return new BlobBuilder(BlobKind.RAW, FRAME_BYTES, spoolDirectory);
    }

    void write(byte[] bytes, int offset, int count) throws IOException {
        int done = 0;
        while (done < count) {
            int now = (int) Math.min(count - done, CHUNK_BYTES - chunk.position());
            chunk.write(bytes, offset + done, now);
            done += now;
            if (chunk.position() == CHUNK_BYTES) {
                putChunk();
                chunk = newChunk();
            }
        }
        length += count;
    }

    private void putChunk() throws IOException {
        if (chunks.size() == CHUNKS_MAX) {
            throw new BlobRefusedException(
                    BlobRefusedException.Reason.TOO_LARGE,
                    "the content has more than " + length + " bytes (limit: 4 TiB): split it into files first");
        }
        try (BlobBuilder full = chunk;
                SealedBlob sealed = full.seal(new byte[0])) {
            sink.putIfAbsent(sealed);
            chunks.add(sealed.name());
        }
    }

    /** A block ends at this position of the content, which must be behind the one before and may not be ahead. */
    void endBlock(long position) throws IOException {
        if (position <= lastEnd || position > length) {
            throw new IllegalArgumentException(
                    "end of block: " + position + " (expected: above " + lastEnd + ", at most " + length + ")");
        }
        end.clear();
        ends.write(end.u64(position).toBytes());
        lastEnd = position;
        blocks++;
    }

    /** How many blocks there are. */
    public long blocks() {
        return blocks;
    }

    /** Bytes taken so far. */
    long length() {
        return length;
    }

    /** Puts what is left and seals the blob, which is not put yet. */
    public SealedBlob seal() throws IOException {
        if (lastEnd != length) {
            throw new IllegalStateException("content behind the last block");
        }
        if (chunk.position() > 0) {
            putChunk();
        }
        ByteWriter index = new ByteWriter()
                .number(blocks)
                .number(length)
                .number(CHUNK_BYTES)
                .number(chunks.size());
        chunks.forEach(index::digest);
        return ends.seal(index.toBytes());
    }

    /** Drops what was not sealed. */
    @Override
    public void close() throws IOException {
        chunk.close();
        ends.close();
    }
}
