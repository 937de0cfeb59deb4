package org.manyhands.store;

import java.util.Arrays;

/** The decoded index: where each frame lies in the blob and in its content. */
final class BlobIndex {
    private static final int FRAME_ENTRY_BYTES_MIN = 2 + Digest.BYTES;

    private final Digest blob;
    private final BlobKind kind;
    private final long[] storedStarts;
    private final long[] contentStarts;
    private final byte[] digests;
    private final byte[] applicationPart;

    private BlobIndex(
            Digest blob,
            BlobKind kind,
            long[] storedStarts,
            long[] contentStarts,
            byte[] digests,
            byte[] applicationPart) {
        this.blob = blob;
        this.kind = kind;
        this.storedStarts = storedStarts;
        this.contentStarts = contentStarts;
        this.digests = digests;
        this.applicationPart = applicationPart;
    }

    static BlobIndex decode(Digest blob, byte[] bytes) throws CorruptBlobException, BlobRefusedException {
        if (!Digest.of(bytes).equals(blob)) {
            throw new CorruptBlobException(blob, "index", "its SHA-256 is another");
        }
        ByteReader reader = new ByteReader(blob, "index", bytes);
        BlobFormat.checkVersion(reader, blob);
        BlobKind kind = BlobKind.ofCode(reader.u8(), blob);
        int frames = (int) reader.number(reader.remaining() / FRAME_ENTRY_BYTES_MIN, "the number of frames");
        long[] stored = new long[frames + 1];
        long[] content = new long[frames + 1];
        stored[0] = BlobFormat.HEADER_BYTES;
        for (int i = 0; i < frames; i++) {
            long contentBytes = frameLengths(reader, stored, i);
            content[i + 1] = content[i] + contentBytes;
        }
        byte[] digests = reader.raw(frames * Digest.BYTES);
        byte[] application = reader.string();
        reader.end();
        return new BlobIndex(blob, kind, stored, content, digests, application);
    }

    private static long frameLengths(ByteReader reader, long[] stored, int frame) throws CorruptBlobException {
        long storedBytes = reader.number(BlobBuilder.FRAME_BYTES_MAX, "a stored length");
        long contentBytes = reader.number(BlobBuilder.FRAME_BYTES_MAX, "a content length");
        if (storedBytes > contentBytes || storedBytes == 0) {
            throw reader.malformed(
                    "frame " + frame + " is stored in " + storedBytes + " of " + contentBytes + " bytes");
        }
        stored[frame + 1] = stored[frame] + storedBytes;
        return contentBytes;
    }

    BlobKind kind() {
        return kind;
    }

    int frames() {
        return storedStarts.length - 1;
    }

    /** Where the frames end and the index begins. */
    long framesEnd() {
        return storedStarts[frames()];
    }

    long contentBytes() {
        return contentStarts[frames()];
    }

    long storedStart(int frame) {
        return storedStarts[frame];
    }

    int storedBytes(int frame) {
        return (int) (storedStarts[frame + 1] - storedStarts[frame]);
    }

    long contentStart(int frame) {
        return contentStarts[frame];
    }

    int contentBytes(int frame) {
        return (int) (contentStarts[frame + 1] - contentStarts[frame]);
    }

    /** The frame that holds a position of the content. */
    int frameAt(long position) {
        int found = Arrays.binarySearch(contentStarts, position);
        return found >= 0 ? found : -found - 2;
    }

    void verify(int frame, byte[] stored) throws CorruptBlobException {
        if (!Digest.of(stored).matches(digests, frame * Digest.BYTES)) {
            throw new CorruptBlobException(blob, "frame " + frame, "its SHA-256 is another");
        }
    }

    byte[] applicationPart() {
        return applicationPart.clone();
    }
}
