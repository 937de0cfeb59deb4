package org.manyhands.store.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.ByteReader;
import org.manyhands.store.CorruptBlobException;

/** A relative path of plain names, any bytes but NUL, that cannot leave the directory it is resolved in. */
public final class FilePath implements Comparable<FilePath> {
    public static final int BYTES_MAX = 4096;
    public static final int NAME_BYTES_MAX = 255;

    private final byte[] bytes;

    private FilePath(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Throws {@link BlobRefusedException} with the reason if it is not such a path. */
    public static FilePath of(byte[] bytes) throws BlobRefusedException {
        String flaw = flaw(bytes);
        if (!flaw.isEmpty()) {
            throw new BlobRefusedException(
                    BlobRefusedException.Reason.UNSUITABLE_FILE, "the path '" + text(bytes) + "' " + flaw);
        }
        return new FilePath(bytes.clone());
    }

    /** In UTF-8. */
    public static FilePath of(String path) throws BlobRefusedException {
        return of(path.getBytes(StandardCharsets.UTF_8));
    }

    /** The path of a file as seen from a directory; both are taken literally, symlinks are not followed. */
    public static FilePath within(Path base, Path file) throws BlobRefusedException {
        Path from = base.toAbsolutePath().normalize();
        Path to = file.toAbsolutePath().normalize();
        if (!to.startsWith(from) || to.equals(from)) {
            throw new BlobRefusedException(
                    BlobRefusedException.Reason.UNSUITABLE_FILE, "'" + file + "' is not inside '" + base + "'");
        }
        return of(PathBytes.of(from.relativize(to)));
    }

    static FilePath decode(ByteReader from) throws CorruptBlobException {
        byte[] bytes = from.string();
        String flaw = flaw(bytes);
        if (!flaw.isEmpty()) {
            throw from.malformed("the path '" + text(bytes) + "' " + flaw);
        }
        return new FilePath(bytes);
    }

    /** Empty if there is none. */
    private static String flaw(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > BYTES_MAX) {
            return "has " + bytes.length + " bytes (expected: 1 to " + BYTES_MAX + ")";
        }
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i < bytes.length && bytes[i] == 0) {
                return "contains a NUL byte";
            }
            if (i == bytes.length || bytes[i] == '/') {
                String flaw = nameFlaw(bytes, start, i);
                if (!flaw.isEmpty()) {
                    return flaw;
                }
                start = i + 1;
            }
        }
        return "";
    }

    private static String nameFlaw(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length == 0) {
            return start == 0 ? "is absolute (expected: relative)" : "has an empty name in it";
        }
        boolean dots = bytes[start] == '.' && (length == 1 || (length == 2 && bytes[start + 1] == '.'));
        if (dots) {
            return "has '.' or '..' in it (expected: plain names)";
        }
        return length > NAME_BYTES_MAX ? "has a name of " + length + " bytes (limit: " + NAME_BYTES_MAX + ")" : "";
    }

    public byte[] toBytes() {
        return bytes.clone();
    }

    /** Where it is on this machine's disk. */
    public Path in(Path directory) {
        return directory.resolve(PathBytes.relative(bytes));
    }

    /** How many directories lead to it. */
    public int depth() {
        int slashes = 0;
        for (byte b : bytes) {
            slashes += b == '/' ? 1 : 0;
        }
        return slashes;
    }

    @Override
    public int compareTo(FilePath other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FilePath path && Arrays.equals(bytes, path.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** For people: UTF-8, with a replacement for what is not. */
    @Override
    public String toString() {
        return text(bytes);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, 0, Math.min(bytes.length, NAME_BYTES_MAX), StandardCharsets.UTF_8);
    }
}
