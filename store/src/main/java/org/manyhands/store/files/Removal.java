package org.manyhands.store.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes what tasks left, whatever modes they gave it. Goes from directory to directory by what it has opened, never by path
 * again: a process that swaps a directory for a link meanwhile does not lead it elsewhere.
 */
public final class Removal {
    private static final String OWNER_ONLY = "rwx------";

    private Removal() {}

    /** Removes a file or a directory with all that is in it, links not followed; nothing if it is not there. */
    public static void of(Path doomed) throws IOException {
        if (!Files.exists(doomed, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path absolute = doomed.toAbsolutePath();
        try (DirectoryStream<Path> parent = Files.newDirectoryStream(absolute.getParent())) {
            remove(secure(parent), absolute.getFileName(), absolute);
        }
    }

    private static void remove(SecureDirectoryStream<Path> parent, Path name, Path path) throws IOException {
        boolean directory = parent.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .isDirectory();
        if (!directory) {
            parent.deleteFile(name);
            return;
        }
        open(path);
        try (DirectoryStream<Path> emptied = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            for (Path entry : entries(emptied)) {
                remove(secure(emptied), entry, path.resolve(entry));
            }
        }
        parent.deleteDirectory(name);
    }

    /** Gives the owner back what a task took from it. Of no concern to root, who must not change modes by path. */
    private static void open(Path directory) throws IOException {
        if (!Files.isReadable(directory) || !Files.isWritable(directory) || !Files.isExecutable(directory)) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(OWNER_ONLY));
        }
    }

    private static List<Path> entries(DirectoryStream<Path> directory) throws IOException {
        List<Path> names = new ArrayList<>();
        try {
            directory.forEach(entry -> names.add(entry.getFileName()));
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
        return names;
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        throw new IOException("this system's directories cannot be read without paths");
    }
}
