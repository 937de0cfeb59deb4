package org.manyhands.cli.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** What tells whether a file is still the one whose reading began. Pipes and devices have no such thing and never differ. */
record FileStamp(
        boolean regular,
        long bytes,
        FileTime modified,
        @Nullable Object inode) {
    static FileStamp of(Path file) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileStamp(now.isRegularFile(), now.size(), now.lastModifiedTime(), now.fileKey());
    }

    void requireSame(Path file) throws SpecException, IOException {
        FileStamp now = of(file);
        if (regular && !now.equals(this)) {
            throw new SpecException("'" + file + "' changed while it was read (" + Decimals.grouped(bytes)
                    + " bytes of " + modified + ", now " + Decimals.grouped(now.bytes) + " of " + now.modified
                    + "; try again when nothing writes it)");
        }
    }
}
