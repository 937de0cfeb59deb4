package org.manyhands.core.codec;

/**
 * Values of one type as bytes. Equal values give equal bytes on every machine.
 *
 * <p>Numbers are zigzag varints; a record is the number of its components and then the components; a value of a sealed
 * interface is the position of its type in the {@code permits} order and then the value. From that follow the rules of
 * growth: a record grows at its end only, a sealed interface and an enum likewise, and nothing is ever taken out. A
 * component that older bytes lack decodes as zero, false, empty or none; bytes with more components than the type knows
 * were written by a newer version and are refused.
 */
public final class Codec<T> {
    private final Format<T> format;

    private Codec(Format<T> format) {
        this.format = format;
    }

    /**
     * The codec of a type, made by reflection once.
     *
     * @throws IllegalArgumentException if the type, or one that it contains, has no encoding
     */
    public static <T> Codec<T> of(Class<T> type) {
        return new Codec<>(new Formats().of(type));
    }

    public byte[] encode(T value) {
        ByteWriter out = new ByteWriter();
        format.write(value, out);
        return out.toByteArray();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws MalformedException if the bytes are not a value of this type
     */
    public T decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        T value = format.read(in);
        if (!in.atEnd()) {
            throw new MalformedException("bytes are left after the value");
        }
        return value;
    }
}
