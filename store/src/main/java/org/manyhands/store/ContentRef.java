package org.manyhands.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Where the bytes of an output or a file are: inside the blob that names them, or in chunk blobs beside it. */
public sealed interface ContentRef {
    /** Content above this size never lies inside the blob that names it. */
    int INLINE_BYTES_MAX = 1 << 20;

    /** A file has at most this many chunks: beyond 4 GiB they grow instead. */
    int CHUNKS_MAX = 1024;

    /** The size of a chunk of a file up to 4 GiB. */
    long CHUNK_BYTES = 4L << 20;

    /** In bytes. */
    long length();

    /** A range of the content of the naming blob. */
    record Inline(long position, long length) implements ContentRef {}

    /** The content of these blobs, one after another; all but the last have {@link #chunkBytes(long)} bytes. */
    record Chunked(long length, List<Digest> chunks) implements ContentRef {
        public Chunked {
            chunks = List.copyOf(chunks);
        }
    }

    /** The chunk size for content of this length: equal content gets equal chunks wherever it is cut. */
    static long chunkBytes(long length) {
        long bytes = CHUNK_BYTES;
        while (length > bytes * CHUNKS_MAX) {
            bytes *= 2;
        }
        return bytes;
    }

    default void addReferences(Set<Digest> references) {
        if (this instanceof Chunked chunked) {
            references.addAll(chunked.chunks());
        }
    }

    default void encode(ByteWriter to) {
        to.number(length());
        switch (this) {
            case Inline inline -> to.number(inline.position());
            case Chunked chunked -> chunked.chunks().forEach(to::digest);
        }
    }

    static ContentRef decode(ByteReader from) throws CorruptBlobException {
        long length = from.number(Long.MAX_VALUE, "a content length");
        if (length <= INLINE_BYTES_MAX) {
            return new Inline(from.number(Long.MAX_VALUE, "a content position"), length);
        }
        long chunkBytes = chunkBytes(length);
        long chunks = length / chunkBytes + (length % chunkBytes == 0 ? 0 : 1);
        List<Digest> digests = new ArrayList<>();
        for (long i = 0; i < chunks; i++) {
            digests.add(from.digest());
        }
        return new Chunked(length, digests);
    }
}
