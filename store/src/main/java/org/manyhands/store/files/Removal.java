package org.manyhands.store.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Removes what tasks left, whatever modes they gave it. */
public final class Removal {
    private Removal() {}

    /** Removes a file or a directory with all that is in it, links not followed; nothing if it is not there. */
    public static void of(Path doomed) throws IOException {
        if (!Files.exists(doomed, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(doomed, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) throws IOException {
                Files.setPosixFilePermissions(visited, PosixFilePermissions.fromString("rwx------"));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            // A directory that may not be read is opened before anybody is asked to visit it.
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                boolean closed = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                        && !(Files.isReadable(file) && Files.isExecutable(file));
                if (!closed) {
                    throw failure;
                }
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
                of(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
