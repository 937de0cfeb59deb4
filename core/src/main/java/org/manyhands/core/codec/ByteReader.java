package org.manyhands.core.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link ByteWriter} wrote; anything else is a {@link MalformedException}. */
final class ByteReader {
    private final byte[] buffer;
    private int position;

    ByteReader(byte[] buffer) {
        this.buffer = buffer;
    }

    int readByte() {
        if (position == buffer.length) {
            throw new MalformedException("it ends after " + position + " bytes, within a value");
        }
        return buffer[position++] & 0xFF;
    }

    long readLong() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                if ((next == 0 && shift > 0) || (next > 1 && shift == 63)) {
                    break;
                }
                return value >>> 1 ^ -(value & 1);
            }
        }
        throw new MalformedException("a number of more than 64 bits, or not the shortest, before byte " + position);
    }

    int readInt() {
        long value = readLong();
        if (value != (int) value) {
            throw new MalformedException("a number of " + value + " before byte " + position + " (expected: "
                    + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE + ")");
        }
        return (int) value;
    }

    boolean readBoolean() {
        int value = readByte();
        if (value > 1) {
            throw new MalformedException("a flag of " + value + " before byte " + position + " (expected: 0 or 1)");
        }
        return value == 1;
    }

    String readText() {
        byte[] bytes = readBytes();
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException broken) {
            throw new MalformedException("a text that is not UTF-8 before byte " + position);
        }
    }

    byte[] readBytes() {
        int length = readLength();
        byte[] bytes = Arrays.copyOfRange(buffer, position, position + length);
        position += length;
        return bytes;
    }

    /** A count of things that each take at least one byte, so a broken count cannot ask for more memory than there are bytes. */
    int readLength() {
        long length = readLong();
        if (length < 0 || length > buffer.length - position) {
            throw new MalformedException("a length of " + length + " before byte " + position + " (expected: 0 to "
                    + (buffer.length - position) + ")");
        }
        return (int) length;
    }

    boolean atEnd() {
        return position == buffer.length;
    }
}
