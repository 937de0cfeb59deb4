package org.manyhands.core.codec;

/** How one type is written and read. */
interface Format<T> {
    void write(T value, ByteWriter out);

    T read(ByteReader in);

    /** What a component decodes as when the bytes are older than it. */
    T absent();
}
