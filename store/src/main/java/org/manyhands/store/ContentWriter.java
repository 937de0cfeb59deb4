package org.manyhands.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts content where its size says: inside the blob under construction, or first into chunk blobs of a sink, so that
 * receipts exist before anything names them.
 */
public final class ContentWriter {
    private final BlobSink chunks;
    private final Path spoolDirectory;

    public ContentWriter(BlobSink chunks, Path spoolDirectory) {
        this.chunks = chunks;
        this.spoolDirectory = spoolDirectory;
    }

    /** Throws {@link BlobRefusedException} if the content changed while it was read. */
    public ContentRef write(Content content, BlobBuilder home) throws IOException {
        return isInline(content) ? inline(content, home) : chunk(content);
    }

    public static boolean isInline(Content content) {
        return content.length() <= ContentRef.INLINE_BYTES_MAX;
    }

    public static ContentRef.Inline inline(Content content, BlobBuilder home) throws IOException {
        long position = home.position();
        try (InputStream in = content.open()) {
            long written = home.write(in, content.length());
            finish(content, in, written);
        }
        return new ContentRef.Inline(position, content.length());
    }

    /** Safe for concurrent use as far as the sink is. */
    public ContentRef.Chunked chunk(Content content) throws IOException {
        long chunkBytes = ContentRef.chunkBytes(content.length());
        List<Digest> digests = new ArrayList<>();
        try (InputStream in = content.open()) {
            long written = 0;
            while (written < content.length()) {
                long count = Math.min(chunkBytes, content.length() - written);
                long got = putChunk(in, count, digests);
                written += got;
                if (got < count) {
                    break;
                }
            }
            finish(content, in, written);
        }
        return new ContentRef.Chunked(content.length(), digests);
    }

    private long putChunk(InputStream in, long bytes, List<Digest> digests) throws IOException {
        try (BlobBuilder builder = new BlobBuilder(BlobKind.RAW, spoolDirectory)) {
            long got = builder.write(in, bytes);
            try (SealedBlob chunk = builder.seal(new byte[0])) {
                chunks.putIfAbsent(chunk);
                digests.add(chunk.name());
            }
            return got;
        }
    }

    private static void finish(Content content, InputStream in, long written) throws IOException {
        content.requireUnchanged();
        if (written != content.length() || in.read() >= 0) {
            throw new BlobRefusedException(
                    BlobRefusedException.Reason.FILE_CHANGED,
                    "content of " + content.length() + " bytes had "
                            + (written < content.length() ? "only " + written : "more") + " when it was read");
        }
    }
}
