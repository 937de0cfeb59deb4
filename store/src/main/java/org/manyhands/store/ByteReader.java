package org.manyhands.store;

import java.util.Arrays;

/** Reads what {@link ByteWriter} wrote; anything else is a {@link CorruptBlobException} that names blob and part. */
public final class ByteReader {
    private final Digest blob;
    private final String part;
    private final byte[] bytes;
    private final int end;
    private int position;

    public ByteReader(Digest blob, String part, byte[] bytes) {
        this.blob = blob;
        this.part = part;
        this.bytes = bytes;
        this.end = bytes.length;
    }

    public int remaining() {
        return end - position;
    }

    public int position() {
        return position;
    }

    public int u8() throws CorruptBlobException {
        need(1);
        return bytes[position++] & 0xff;
    }

    public int u16() throws CorruptBlobException {
        return (u8() << 8) | u8();
    }

    public int u32() throws CorruptBlobException {
        return (u16() << 16) | u16();
    }

    public long u64() throws CorruptBlobException {
        return ((long) u32() << 32) | (u32() & 0xffffffffL);
    }

    public long number() throws CorruptBlobException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = u8();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw malformed("a number is longer than 10 bytes");
    }

    public long signed() throws CorruptBlobException {
        long value = number();
        return (value >>> 1) ^ -(value & 1);
    }

    /** A number that must lie in 0 to {@code max}: nothing is allocated or trusted before this check. */
    public long number(long max, String what) throws CorruptBlobException {
        long value = number();
        if (value < 0 || value > max) {
            throw malformed(what + " is " + Long.toUnsignedString(value) + " (expected: at most " + max + ")");
        }
        return value;
    }

    /** A count of things that take at least one byte each, so it cannot exceed the bytes that are left. */
    public int count(String what) throws CorruptBlobException {
        return (int) number(remaining(), what);
    }

    public byte[] raw(int length) throws CorruptBlobException {
        need(length);
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    public Digest digest() throws CorruptBlobException {
        need(Digest.BYTES);
        position += Digest.BYTES;
        return Digest.fromBytes(bytes, position - Digest.BYTES, Digest.BYTES);
    }

    public byte[] string() throws CorruptBlobException {
        return raw(count("a length"));
    }

    public void skip(int length) throws CorruptBlobException {
        need(length);
        position += length;
    }

    /** Nothing may follow what the format knows. */
    public void end() throws CorruptBlobException {
        if (remaining() != 0) {
            throw malformed(remaining() + " bytes too many");
        }
    }

    public CorruptBlobException malformed(String reason) {
        return new CorruptBlobException(blob, part, reason);
    }

    private void need(int length) throws CorruptBlobException {
        if (length < 0 || length > remaining()) {
            throw malformed("it ends " + (length - remaining()) + " bytes too early");
        }
    }
}
