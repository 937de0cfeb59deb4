package org.manyhands.store;

import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Makes one blob as a stream of content; needs no store. Content is cut into frames, compressed as it comes, and kept in
 * memory up to {@link #MEMORY_BYTES_MAX}, beyond that in a spool file. Not for concurrent use.
 *
 * <p>The same content with the same frame size gives the same blob on every machine, which is why the compressor is the
 * Java one and not whichever native library happens to load.
 */
public final class BlobBuilder implements AutoCloseable {
    /** The largest frame before compression. */
    public static final int FRAME_BYTES_MAX = 1 << 20;

    /** The largest index, application part included. */
    public static final int INDEX_BYTES_MAX = 64 << 20;

    /** How much of an unfinished blob stays in memory. */
    public static final int MEMORY_BYTES_MAX = 8 << 20;

    /** Compression must save at least this fraction (1/16), or the frame is stored as it is. */
    private static final int SAVING_SHIFT = 4;

    private final BlobKind kind;
    private final Spool spool;
    private final byte[] frame;
    private final byte[] compressed;
    private final ZstdJavaCompressor compressor = new ZstdJavaCompressor();
    private final ByteWriter lengths = new ByteWriter();
    private final ByteWriter digests = new ByteWriter();
    private int filled;
    private int frames;
    private long contentBytes;
    private boolean started;
    private boolean sealed;

    /**
     * @param frameBytes content per frame, 1 to {@link #FRAME_BYTES_MAX}: small ones make single reads cheap
     * @param spoolDirectory where a large blob waits until it is put
     */
    public BlobBuilder(BlobKind kind, int frameBytes, Path spoolDirectory) {
        if (frameBytes < 1 || frameBytes > FRAME_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "frameBytes: " + frameBytes + " (expected: 1 to " + FRAME_BYTES_MAX + ")");
        }
        this.kind = kind;
        this.spool = new Spool(spoolDirectory, MEMORY_BYTES_MAX);
        this.frame = new byte[frameBytes];
        this.compressed = new byte[compressor.maxCompressedLength(frameBytes)];
    }

    public BlobBuilder(BlobKind kind, Path spoolDirectory) {
        this(kind, FRAME_BYTES_MAX, spoolDirectory);
    }

    /** Where the next byte of content will be. */
    public long position() {
        return contentBytes;
    }

    public BlobBuilder write(byte[] bytes) throws IOException {
        return write(bytes, 0, bytes.length);
    }

    public BlobBuilder write(byte[] bytes, int offset, int length) throws IOException {
        requireOpen();
        int done = 0;
        while (done < length) {
            int count = Math.min(length - done, frame.length - filled);
            System.arraycopy(bytes, offset + done, frame, filled, count);
            filled += count;
            done += count;
            contentBytes += count;
            if (filled == frame.length) {
                endFrame();
            }
        }
        return this;
    }

    /** Everything the stream has, or up to {@code max} bytes; returns how many. */
    public long write(InputStream content, long max) throws IOException {
        byte[] buffer = new byte[Math.clamp(max, 1, 1 << 16)];
        long total = 0;
        while (total < max) {
            int count = content.read(buffer, 0, (int) Math.min(buffer.length, max - total));
            if (count < 0) {
                break;
            }
            write(buffer, 0, count);
            total += count;
        }
        return total;
    }

    /** Ends the current frame, so that what follows can be read without what came before. */
    public void endFrame() throws IOException {
        requireOpen();
        if (filled == 0) {
            return;
        }
        start();
        int packed = compressor.compress(frame, 0, filled, compressed, 0, compressed.length);
        boolean helps = packed <= filled - (filled >> SAVING_SHIFT) && packed < filled;
        byte[] stored = helps ? compressed : frame;
        int length = helps ? packed : filled;
        spool.write(stored, 0, length);
        lengths.number(length).number(filled);
        digests.digest(Digest.of(stored, 0, length));
        frames++;
        filled = 0;
    }

    /**
     * Ends the blob.
     *
     * @param applicationPart opaque bytes kept in the index
     * @throws BlobRefusedException if the index would exceed {@link #INDEX_BYTES_MAX}
     */
    public SealedBlob seal(byte[] applicationPart) throws IOException {
        endFrame();
        start();
        byte[] index = index(applicationPart);
        Digest name = Digest.of(index);
        spool.write(index, 0, index.length);
        spool.write(BlobFormat.footer(index.length, name), 0, BlobFormat.FOOTER_BYTES);
        sealed = true;
        return new SealedBlob(name, spool);
    }

    private byte[] index(byte[] applicationPart) throws BlobRefusedException {
        long bytes = 32L + lengths.size() + digests.size() + applicationPart.length;
        if (bytes > INDEX_BYTES_MAX) {
            throw new BlobRefusedException(
                    BlobRefusedException.Reason.TOO_LARGE,
                    "the index of a blob of " + contentBytes + " bytes would take " + bytes + " bytes (limit: "
                            + INDEX_BYTES_MAX + "): split the content");
        }
        return new ByteWriter((int) bytes)
                .u16(BlobFormat.VERSION)
                .u8(kind.code())
                .number(frames)
                .raw(lengths.toBytes())
                .raw(digests.toBytes())
                .string(applicationPart)
                .toBytes();
    }

    private void start() throws IOException {
        if (!started) {
            started = true;
            spool.write(BlobFormat.header(), 0, BlobFormat.HEADER_BYTES);
        }
    }

    private void requireOpen() {
        if (sealed) {
            throw new IllegalStateException("the blob is sealed already");
        }
    }

    /** Drops the content unless it was sealed; a sealed blob is closed by its holder. */
    @Override
    public void close() throws IOException {
        if (!sealed) {
            spool.close();
        }
    }
}
