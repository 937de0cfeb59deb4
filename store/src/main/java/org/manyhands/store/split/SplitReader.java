package org.manyhands.store.split;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.manyhands.store.Blob;
import org.manyhands.store.BlobKind;
import org.manyhands.store.BlobSource;
import org.manyhands.store.ByteReader;
import org.manyhands.store.CorruptBlobException;
import org.manyhands.store.Digest;

/** A split to read, block by block. Safe for concurrent use. */
public final class SplitReader implements AutoCloseable {
    private final Blob blob;
    private final BlobSource source;
    private final long blocks;
    private final long length;
    private final long chunkBytes;
    private final List<Digest> chunks;

    private SplitReader(Blob blob, BlobSource source) throws CorruptBlobException {
        this.blob = blob;
        this.source = source;
        ByteReader index = new ByteReader(blob.name(), "index", blob.applicationPart());
        blocks = index.number(Long.MAX_VALUE / Long.BYTES, "the number of blocks");
        length = index.number(Long.MAX_VALUE, "the length");
        chunkBytes = index.number(Long.MAX_VALUE, "the bytes of a chunk");
        int count = index.count("the number of chunks");
        List<Digest> digests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            digests.add(index.digest());
        }
        index.end();
        chunks = List.copyOf(digests);
        if (chunkBytes == 0
                || count != Math.ceilDiv(length, chunkBytes)
                || blob.contentBytes() != blocks * Long.BYTES) {
            throw index.malformed(blocks + " blocks of " + length + " bytes in " + count + " chunks");
        }
    }

    /** Opens a split; the source also gives its chunks. */
    public static SplitReader open(BlobSource source, Digest split) throws IOException {
        Blob blob = source.open(split, BlobKind.SPLIT);
        boolean opened = false;
        try {
            SplitReader reader = new SplitReader(blob, source);
            opened = true;
            return reader;
        } finally {
            if (!opened) {
                blob.close();
            }
        }
    }

    /** How many blocks there are. */
    public long blocks() {
        return blocks;
    }

    /** The chunk blobs that must live as long as this split. */
    public List<Digest> references() {
        return chunks;
    }

    /** The content of block i, from 0. */
    public InputStream open(long block) throws IOException {
        Objects.checkIndex(block, blocks);
        long start = block == 0 ? 0 : end(block - 1);
        long end = end(block);
        if (start < 0 || end <= start || end > length) {
            throw new CorruptBlobException(
                    blob.name(), "block " + block, "it lies from " + start + " to " + end + " of " + length);
        }
        return new BlockStream(source, chunks, chunkBytes, start, end);
    }

    private long end(long block) throws IOException {
        return ByteBuffer.wrap(blob.read(block * Long.BYTES, Long.BYTES)).getLong();
    }

    @Override
    public void close() throws IOException {
        blob.close();
    }
}
