package org.manyhands.core;

import java.util.Arrays;
import java.util.HexFormat;

/** An immutable byte string with value equality, ordered as unsigned bytes. */
public final class Bytes implements Comparable<Bytes> {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] value;

    private Bytes(byte[] value) {
        this.value = value;
    }

    public static Bytes copyOf(byte[] value) {
        return value.length == 0 ? EMPTY : new Bytes(value.clone());
    }

    public static Bytes ofHex(String hex) {
        return copyOf(HexFormat.of().parseHex(hex));
    }

    public int size() {
        return value.length;
    }

    public boolean isEmpty() {
        return value.length == 0;
    }

    public byte[] toArray() {
        return value.clone();
    }

    public String toHex() {
        return HexFormat.of().formatHex(value);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(value, other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return value.length <= 32 ? toHex() : HexFormat.of().formatHex(value, 0, 32) + "… (" + value.length + " bytes)";
    }
}
