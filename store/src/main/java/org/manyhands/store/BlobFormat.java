package org.manyhands.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a blob, format version 1; all numbers big-endian or as in {@link ByteWriter}:
 *
 * <pre>
 * header  "MHBLOB", u16 version
 * frames  each zstd or, when stored length = content length, as it is
 * index   u16 version, u8 kind, number of frames, for each: stored length, content length;
 *         then the SHA-256 of each frame as stored; then length and bytes of the application part
 * footer  u32 length of the index, SHA-256 of the index, u16 version, "MHBEND"
 * </pre>
 *
 * <p>The digests are of the stored bytes: nothing reaches the decompressor unverified, and a scrub need not decompress.
 */
final class BlobFormat {
    static final int VERSION = 1;
    static final int HEADER_BYTES = 8;
    static final int FOOTER_BYTES = 4 + Digest.BYTES + 2 + 6;

    private static final byte[] HEAD_MAGIC = "MHBLOB".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FOOT_MAGIC = "MHBEND".getBytes(StandardCharsets.US_ASCII);

    private BlobFormat() {}

    static byte[] header() {
        return new ByteWriter(HEADER_BYTES).raw(HEAD_MAGIC).u16(VERSION).toBytes();
    }

    static byte[] footer(int indexBytes, Digest name) {
        return new ByteWriter(FOOTER_BYTES)
                .u32(indexBytes)
                .digest(name)
                .u16(VERSION)
                .raw(FOOT_MAGIC)
                .toBytes();
    }

    static void checkHeader(Digest blob, byte[] header) throws CorruptBlobException, BlobRefusedException {
        ByteReader reader = new ByteReader(blob, "header", header);
        checkMagic(reader, HEAD_MAGIC);
        checkVersion(reader, blob);
    }

    /** Returns the length of the index. */
    static int checkFooter(Digest blob, byte[] footer) throws CorruptBlobException, BlobRefusedException {
        ByteReader reader = new ByteReader(blob, "footer", footer);
        int indexBytes = reader.u32();
        Digest name = reader.digest();
        int version = footer.length - 8;
        ByteReader tail = new ByteReader(blob, "footer", Arrays.copyOfRange(footer, version + 2, footer.length));
        checkMagic(tail, FOOT_MAGIC);
        checkVersion(reader, blob);
        if (!name.equals(blob)) {
            throw reader.malformed("it names " + name);
        }
        if (indexBytes < 0 || indexBytes > BlobBuilder.INDEX_BYTES_MAX) {
            throw reader.malformed("an index of " + Integer.toUnsignedString(indexBytes) + " bytes (expected: at most "
                    + BlobBuilder.INDEX_BYTES_MAX + ")");
        }
        return indexBytes;
    }

    static void checkVersion(ByteReader reader, Digest blob) throws CorruptBlobException, BlobRefusedException {
        int version = reader.u16();
        if (version > VERSION) {
            throw new BlobRefusedException(
                    BlobRefusedException.Reason.NEWER_FORMAT,
                    "blob " + blob + " has format version " + version + ", this program reads up to " + VERSION
                            + ": upgrade this node");
        }
        if (version == 0) {
            throw reader.malformed("format version 0 (expected: 1 to " + VERSION + ")");
        }
    }

    private static void checkMagic(ByteReader reader, byte[] magic) throws CorruptBlobException {
        byte[] found = reader.raw(magic.length);
        if (!Arrays.equals(found, magic)) {
            throw reader.malformed("it does not say " + new String(magic, StandardCharsets.US_ASCII));
        }
    }
}
