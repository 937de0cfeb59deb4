package org.manyhands.core.codec;

import java.util.Arrays;

/** Bytes that grow as they are written. */
final class ByteWriter {
    private byte[] buffer = new byte[256];
    private int length;

    void writeByte(int value) {
        reserve(1);
        buffer[length++] = (byte) value;
    }

    /** Seven bits a byte, lowest first; small numbers of either sign are short (zigzag). */
    void writeLong(long value) {
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7FL) != 0) {
            writeByte((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        writeByte((int) rest);
    }

    void writeBytes(byte[] bytes) {
        writeLong(bytes.length);
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(buffer, length);
    }

    private void reserve(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
