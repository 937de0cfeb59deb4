package org.manyhands.store.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.manyhands.store.BlobRefusedException;

/**
 * What a symlink says. One that may be written has the form {@code ../../name/name}: as many {@code ..} at its start as
 * there are real directories above it, none later, where a name could be another symlink and {@code ..} lead anywhere.
 */
public final class LinkTarget {
    private final byte[] bytes;

    private LinkTarget(byte[] bytes) {
        this.bytes = bytes;
    }

    public static LinkTarget of(byte[] bytes) {
        return new LinkTarget(bytes.clone());
    }

    public byte[] toBytes() {
        return bytes.clone();
    }

    Path toPath() {
        return PathBytes.relative(bytes);
    }

    /** Throws {@link BlobRefusedException} if a link of that path with this target could lead out of its base. */
    public void requireInside(FilePath link) throws BlobRefusedException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int up = 0;
        boolean named = false;
        boolean inside = !text.isEmpty() && !text.startsWith("/") && text.indexOf(0) < 0;
        for (String name : text.split("/", -1)) {
            if (name.equals("..")) {
                up++;
                inside &= !named;
            } else if (!name.isEmpty() && !name.equals(".")) {
                named = true;
            }
        }
        if (!inside || up > link.depth() || bytes.length > FilePath.BYTES_MAX) {
            throw new BlobRefusedException(
                    BlobRefusedException.Reason.UNSUITABLE_FILE,
                    "the symlink '" + link + "' points to '" + this
                            + "' (expected: a relative target inside the same directory tree, '..' only at its start):"
                            + " replace it by what it points to");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinkTarget target && Arrays.equals(bytes, target.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
