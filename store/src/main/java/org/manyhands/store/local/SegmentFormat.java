package org.manyhands.store.local;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.manyhands.store.ByteWriter;
import org.manyhands.store.Digest;

/**
 * The bytes of a segment, version 1, big-endian:
 *
 * <pre>
 * header  "MHSEGM", u16 version
 * record  "MHRC", SHA-256 name of the blob, u32 length, u32 CRC-32C of the blob, u32 CRC-32C of salt and all before
 *         then the blob
 * </pre>
 */
final class SegmentFormat {
    static final int VERSION = 1;
    static final int HEADER_BYTES = 8;
    static final int RECORD_HEADER_BYTES = 4 + Digest.BYTES + 4 + 4 + 4;
    static final int RECORD_MAGIC = 0x4d485243;

    private static final byte[] MAGIC = "MHSEGM".getBytes(StandardCharsets.US_ASCII);

    /** The head of a record whose own checksum holds. */
    record RecordHead(Digest blob, long length, int bodyCrc) {}

    private SegmentFormat() {}

    static byte[] header() {
        return new ByteWriter(HEADER_BYTES).raw(MAGIC).u16(VERSION).toBytes();
    }

    /** The version, or empty if the header is damaged. */
    static Optional<Integer> version(byte[] header) {
        boolean known = Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
        return known
                ? Optional.of(Short.toUnsignedInt(ByteBuffer.wrap(header).getShort(MAGIC.length)))
                : Optional.empty();
    }

    static byte[] recordHead(long salt, Digest blob, byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(body);
        ByteWriter head = new ByteWriter(RECORD_HEADER_BYTES)
                .u32(RECORD_MAGIC)
                .digest(blob)
                .u32(body.length)
                .u32((int) crc.getValue());
        return head.u32(headCrc(salt, head.toBytes(), 0)).toBytes();
    }

    static Optional<RecordHead> readHead(long salt, byte[] bytes, int offset) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, RECORD_HEADER_BYTES);
        int crc = buffer.getInt(offset + RECORD_HEADER_BYTES - 4);
        if (buffer.getInt(offset) != RECORD_MAGIC || crc != headCrc(salt, bytes, offset)) {
            return Optional.empty();
        }
        int length = buffer.getInt(offset + 4 + Digest.BYTES);
        int bodyCrc = buffer.getInt(offset + 8 + Digest.BYTES);
        return Optional.of(new RecordHead(
                Digest.fromBytes(bytes, offset + 4, Digest.BYTES), Integer.toUnsignedLong(length), bodyCrc));
    }

    private static int headCrc(long salt, byte[] bytes, int offset) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(salt).flip());
        crc.update(bytes, offset, RECORD_HEADER_BYTES - 4);
        return (int) crc.getValue();
    }
}
