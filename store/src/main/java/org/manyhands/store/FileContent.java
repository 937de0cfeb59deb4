package org.manyhands.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Content of a regular file, with what tells whether it is still the same: size, time and inode. */
final class FileContent implements Content {
    private final Path file;
    private final FileAccess access;
    private final Stamp stamp;

    private record Stamp(
            long bytes, FileTime modified, @Nullable Object inode) {
        static Stamp of(BasicFileAttributes attributes) {
            return new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        }
    }

    private FileContent(Path file, FileAccess access, Stamp stamp) {
        this.file = file;
        this.access = access;
        this.stamp = stamp;
    }

    static FileContent of(Path file, FileAccess access) throws IOException {
        BasicFileAttributes attributes = attributes(file, access);
        if (!attributes.isRegularFile()) {
            throw new BlobRefusedException(
                    BlobRefusedException.Reason.UNSUITABLE_FILE,
                    "'" + file + "' is not a regular file, so it has no content to keep");
        }
        return new FileContent(file, access, Stamp.of(attributes));
    }

    private static BasicFileAttributes attributes(Path file, FileAccess access) throws IOException {
        return access.with(() -> Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public long length() {
        return stamp.bytes;
    }

    @Override
    public InputStream open() throws IOException {
        try {
            return Channels.newInputStream(access.with(
                    () -> Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))));
        } catch (AccessDeniedException denied) {
            throw BlobRefusedException.unreadable(denied);
        }
    }

    @Override
    public void requireUnchanged() throws IOException {
        Stamp now = Stamp.of(attributes(file, access));
        if (!now.equals(stamp)) {
            throw new BlobRefusedException(
                    BlobRefusedException.Reason.FILE_CHANGED,
                    "'" + file + "' changed while it was read (" + stamp.bytes + " bytes of " + stamp.modified
                            + ", now " + now.bytes + " of " + now.modified + "): try again when nothing writes it");
        }
    }
}
