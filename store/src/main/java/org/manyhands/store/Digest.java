package org.manyhands.store;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 value of 32 bytes: the name of a blob, ordered as unsigned bytes. */
public final class Digest implements Comparable<Digest> {
    public static final int BYTES = 32;

    private final byte[] value;

    private Digest(byte[] value) {
        this.value = value;
    }

    /** Throws {@link IllegalArgumentException} unless there are exactly 32 bytes. */
    public static Digest fromBytes(byte[] bytes) {
        return fromBytes(bytes, 0, bytes.length);
    }

    public static Digest fromBytes(byte[] bytes, int offset, int length) {
        if (length != BYTES) {
            throw new IllegalArgumentException("digest: " + length + " bytes (expected: " + BYTES + ")");
        }
        return new Digest(Arrays.copyOfRange(bytes, offset, offset + BYTES));
    }

    /** Throws {@link IllegalArgumentException} unless there are exactly 64 hexadecimal digits. */
    public static Digest fromHex(String hex) {
        if (hex.length() != 2 * BYTES) {
            throw new IllegalArgumentException("digest: " + hex.length() + " characters (expected: 64 hex digits)");
        }
        return new Digest(HexFormat.of().parseHex(hex));
    }

    public static Digest of(byte[] content) {
        return of(content, 0, content.length);
    }

    public static Digest of(byte[] content, int offset, int length) {
        MessageDigest sha = sha256();
        sha.update(content, offset, length);
        return new Digest(sha.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform must have SHA-256", impossible);
        }
    }

    public byte[] toBytes() {
        return value.clone();
    }

    public String hex() {
        return HexFormat.of().formatHex(value);
    }

    boolean matches(byte[] bytes, int offset) {
        return Arrays.equals(value, 0, BYTES, bytes, offset, offset + BYTES);
    }

    @Override
    public int compareTo(Digest other) {
        return Arrays.compareUnsigned(value, other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest && Arrays.equals(value, digest.value);
    }

    @Override
    public int hashCode() {
        return ByteBuffer.wrap(value).getInt();
    }

    @Override
    public String toString() {
        return hex();
    }
}
