package org.manyhands.store.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.Content;
import org.manyhands.store.FileAccess;

/**
 * A file to keep.
 *
 * @param mode the nine permission bits
 */
public record NewFile(FilePath path, int mode, Body body) {
    /** What it is. */
    public sealed interface Body {
        record Regular(Content content) implements Body {}

        record Link(LinkTarget target) implements Body {}

        record Directory() implements Body {}
    }

    public NewFile {
        if ((mode & ~FileMode.MASK) != 0) {
            throw new IllegalArgumentException("mode: " + Integer.toOctalString(mode) + " (expected: 0 to 777)");
        }
    }

    public static NewFile regular(FilePath path, int mode, Content content) {
        return new NewFile(path, mode, new Body.Regular(content));
    }

    public static NewFile link(FilePath path, LinkTarget target) {
        return new NewFile(path, FileMode.MASK, new Body.Link(target));
    }

    public static NewFile directory(FilePath path, int mode) {
        return new NewFile(path, mode, new Body.Directory());
    }

    /**
     * A file of the disk as it is, symlinks not followed. Its content is read later and must not have changed by then.
     *
     * @param access with what rights its content is read
     * @throws BlobRefusedException for pipes, sockets, devices, and links that lead out of the base
     */
    static NewFile of(Path base, Path file, FileAccess access) throws IOException {
        FilePath path = FilePath.within(base, file);
        PosixFileAttributes attributes =
                Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        int mode = FileMode.of(attributes.permissions());
        if (attributes.isSymbolicLink()) {
            LinkTarget target = LinkTarget.of(PathBytes.of(Files.readSymbolicLink(file)));
            target.requireInside(path);
            return link(path, target);
        }
        if (attributes.isDirectory()) {
            return directory(path, mode);
        }
        if (attributes.isRegularFile()) {
            return regular(path, mode, Content.of(file, access));
        }
        throw new BlobRefusedException(
                BlobRefusedException.Reason.UNSUITABLE_FILE,
                "'" + file + "' is a pipe, socket or device (expected: a file, a directory or a symlink): remove it");
    }
}
