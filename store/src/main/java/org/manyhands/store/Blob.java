package org.manyhands.store;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdJavaDecompressor;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A blob to read: its index was verified when it was opened, each frame is verified when it is read. The frames together
 * are its content, addressed by position. Safe for concurrent use; the last frame read is kept, so that neighbours are cheap.
 */
public final class Blob implements Closeable {
    private final Digest name;
    private volatile BlobBytes bytes;
    /** Damaged copies: somebody may still be reading them. */
    private final List<BlobBytes> left = new ArrayList<>();

    private final BlobIndex index;
    private final Spare spare;
    private volatile @Nullable Frame last;

    private static final class Frame {
        private final int number;
        private final byte[] content;

        Frame(int number, byte[] content) {
            this.number = number;
            this.content = content;
        }
    }

    private Blob(Digest name, BlobBytes bytes, BlobIndex index, Spare spare) {
        this.name = name;
        this.bytes = bytes;
        this.index = index;
        this.spare = spare;
    }

    /**
     * Opens the blob of that name; closes the bytes if that fails.
     *
     * @throws CorruptBlobException if header, index or footer are damaged
     * @throws BlobRefusedException if a newer version of the program wrote it
     */
    public static Blob open(Digest name, BlobBytes bytes) throws IOException {
        return open(name, bytes, Spare.NONE);
    }

    /** As {@link #open(Digest, BlobBytes)}; a copy that turns out to be damaged, now or later, is left for a spare one. */
    public static Blob open(Digest name, BlobBytes first, Spare spare) throws IOException {
        BlobBytes bytes = first;
        boolean opened = false;
        try {
            while (true) {
                try {
                    Blob blob = new Blob(name, bytes, readIndex(name, bytes), spare);
                    opened = true;
                    return blob;
                } catch (CorruptBlobException corrupt) {
                    BlobBytes other = spare.another().orElseThrow(() -> corrupt);
                    bytes.close();
                    bytes = other;
                }
            }
        } finally {
            if (!opened) {
                bytes.close();
            }
        }
    }

    private static BlobIndex readIndex(Digest name, BlobBytes bytes) throws IOException {
        long around = BlobFormat.HEADER_BYTES + BlobFormat.FOOTER_BYTES;
        if (bytes.length() < around) {
            throw new CorruptBlobException(name, "footer", "only " + bytes.length() + " bytes");
        }
        BlobFormat.checkHeader(name, read(bytes, 0, BlobFormat.HEADER_BYTES));
        long footerStart = bytes.length() - BlobFormat.FOOTER_BYTES;
        int indexBytes = BlobFormat.checkFooter(name, read(bytes, footerStart, BlobFormat.FOOTER_BYTES));
        long indexStart = footerStart - indexBytes;
        if (indexStart < BlobFormat.HEADER_BYTES) {
            throw new CorruptBlobException(name, "footer", "an index of " + indexBytes + " bytes does not fit");
        }
        BlobIndex index = BlobIndex.decode(name, read(bytes, indexStart, indexBytes));
        if (index.framesEnd() != indexStart) {
            throw new CorruptBlobException(
                    name, "index", "frames end at " + index.framesEnd() + " (expected: " + indexStart + ")");
        }
        return index;
    }

    private static byte[] read(BlobBytes bytes, long position, int length) throws IOException {
        byte[] target = new byte[length];
        bytes.read(position, target, 0, length);
        return target;
    }

    public Digest name() {
        return name;
    }

    public BlobKind kind() {
        return index.kind();
    }

    public int frames() {
        return index.frames();
    }

    /** The sum of all frames, in bytes, before compression. */
    public long contentBytes() {
        return index.contentBytes();
    }

    /** All bytes of the blob as stored. */
    public long storedBytes() {
        return bytes.length();
    }

    /** Bytes as stored, of frames that were verified; fewer than asked for at the end. */
    public byte[] storedBytes(long position, int lengthMax) throws IOException {
        if (position < 0) {
            throw new EOFException("bytes from " + position + " of " + storedBytes());
        }
        long end = position + Math.min(Math.max(0, storedBytes() - position), lengthMax);
        byte[] target = new byte[(int) (end - position)];
        for (int number = 0; number < frames(); number++) {
            long start = index.storedStart(number);
            if (start < end && start + index.storedBytes(number) > position) {
                byte[] frame = stored(number);
                int from = (int) Math.max(0, position - start);
                int count = (int) Math.min(frame.length, end - start) - from;
                System.arraycopy(frame, from, target, (int) (start + from - position), count);
            }
        }
        around(0, BlobFormat.HEADER_BYTES, position, target);
        around(index.framesEnd(), storedBytes(), position, target);
        return target;
    }

    /** All bytes as stored, for as long as this is open. */
    public InputStream storedStream() {
        return new StoredStream(this);
    }

    /** What is around the frames was verified when the blob was opened. */
    private void around(long from, long to, long position, byte[] target) throws IOException {
        long start = Math.max(from, position);
        long end = Math.min(to, position + target.length);
        if (start < end) {
            bytes.read(start, target, (int) (start - position), (int) (end - start));
        }
    }

    /** What the maker of the blob put beside the frames. */
    public byte[] applicationPart() {
        return index.applicationPart();
    }

    /** The content of one frame, read and verified alone. */
    public byte[] frame(int number) throws IOException {
        return cached(number).clone();
    }

    private byte[] cached(int number) throws IOException {
        Frame known = last;
        if (known != null && known.number == number) {
            return known.content;
        }
        Frame read = new Frame(number, decode(number, stored(number)));
        last = read;
        return read.content;
    }

    private byte[] stored(int number) throws IOException {
        Objects.checkIndex(number, frames());
        while (true) {
            BlobBytes copy = bytes;
            byte[] stored = read(copy, index.storedStart(number), index.storedBytes(number));
            try {
                index.verify(number, stored);
                return stored;
            } catch (CorruptBlobException corrupt) {
                leave(copy, corrupt);
            }
        }
    }

    /** Whoever reads from the copy meanwhile goes on with the other one too. */
    private synchronized void leave(BlobBytes copy, CorruptBlobException corrupt) throws IOException {
        if (bytes.equals(copy)) {
            bytes = spare.another().orElseThrow(() -> corrupt);
            left.add(copy);
        }
    }

    private byte[] decode(int number, byte[] stored) throws CorruptBlobException {
        int length = index.contentBytes(number);
        if (stored.length == length) {
            return stored;
        }
        byte[] content = new byte[length];
        try {
            int decoded = new ZstdJavaDecompressor().decompress(stored, 0, stored.length, content, 0, length);
            if (decoded == length) {
                return content;
            }
            throw new CorruptBlobException(name, "frame " + number, decoded + " bytes (expected: " + length + ")");
        } catch (MalformedInputException malformed) {
            CorruptBlobException corrupt =
                    new CorruptBlobException(name, "frame " + number, "it was sealed with bytes that are not zstd");
            corrupt.initCause(malformed);
            throw corrupt;
        }
    }

    /** A range of the content; it may span frames. Throws {@link CorruptBlobException} if it lies outside. */
    public byte[] read(long position, int length) throws IOException {
        checkRange(position, length);
        byte[] target = new byte[length];
        int done = 0;
        while (done < length) {
            done += readSome(position + done, target, done, length - done);
        }
        return target;
    }

    /** A range of the content as a stream, one frame in memory at a time. */
    public InputStream stream(long position, long length) throws IOException {
        checkRange(position, length);
        return new BlobStream(this, position, length);
    }

    /** The whole content as a stream. */
    public InputStream stream() throws IOException {
        return stream(0, contentBytes());
    }

    /** At least one byte, at most to the end of a frame. */
    int readSome(long position, byte[] target, int offset, int length) throws IOException {
        int number = index.frameAt(position);
        byte[] content = cached(number);
        int start = (int) (position - index.contentStart(number));
        int count = Math.min(length, content.length - start);
        System.arraycopy(content, start, target, offset, count);
        return count;
    }

    private void checkRange(long position, long length) throws CorruptBlobException {
        if (position < 0 || length < 0 || length > contentBytes() - position) {
            throw new CorruptBlobException(
                    name, "index", length + " bytes at " + position + " of " + contentBytes() + " were asked for");
        }
    }

    /** Reads and verifies every frame as stored, without decompressing: a scrub. */
    public void verify() throws IOException {
        for (int i = 0; i < frames(); i++) {
            var _ = stored(i);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        last = null;
        for (BlobBytes copy : left) {
            copy.close();
        }
        bytes.close();
    }
}
