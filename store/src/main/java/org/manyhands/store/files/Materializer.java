package org.manyhands.store.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.TreeMap;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.ContentReader;

/**
 * Writes entries below a directory. Parents are made where they are missing and must be real directories, so nothing is
 * ever written through a symlink. A file appears whole or not at all. Directories get their modes at {@link #finish}, for
 * they may forbid writing.
 */
public final class Materializer {
    private final Path directory;
    private final TreeMap<FilePath, Integer> directoryModes = new TreeMap<>();
    private Path lastParent;

    /** The directory must exist; the way to it may lead through symlinks. */
    public Materializer(Path directory) throws IOException {
        this.directory = directory.toRealPath();
        this.lastParent = this.directory;
    }

    /** Writes one entry; an older file or link of that name is replaced. */
    public void write(FileEntry entry, ContentReader contents) throws IOException {
        Path target = entry.path().in(directory);
        if (entry.body() instanceof FileEntry.Body.Directory) {
            requireDirectory(target);
            directoryModes.put(entry.path(), entry.mode());
            return;
        }
        Path parent = target.getParent() == null ? directory : target.getParent();
        requireDirectory(parent);
        Path temporary = Files.createTempFile(parent, ".mh-", ".new");
        try {
            fill(entry, contents, temporary);
            if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException("'" + target + "' is a directory (expected: a file, or nothing)");
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void fill(FileEntry entry, ContentReader contents, Path temporary) throws IOException {
        switch (entry.body()) {
            case FileEntry.Body.Regular regular -> {
                try (InputStream in = contents.open(regular.content());
                        OutputStream out = Files.newOutputStream(temporary)) {
                    in.transferTo(out);
                }
                Files.setPosixFilePermissions(temporary, FileMode.permissions(entry.mode()));
            }
            case FileEntry.Body.Link(LinkTarget target) -> {
                target.requireInside(entry.path());
                Files.delete(temporary);
                Files.createSymbolicLink(temporary, target.toPath());
            }
            case FileEntry.Body.Directory() -> throw new IllegalArgumentException("a directory has no content");
        }
    }

    private void requireDirectory(Path wanted) throws IOException {
        if (wanted.equals(lastParent)) {
            return;
        }
        Path step = directory;
        for (Path name : directory.relativize(wanted)) {
            step = step.resolve(name);
            if (!Files.isDirectory(step, LinkOption.NOFOLLOW_LINKS)) {
                if (Files.exists(step, LinkOption.NOFOLLOW_LINKS)) {
                    throw new BlobRefusedException(
                            BlobRefusedException.Reason.UNSUITABLE_FILE,
                            "'" + step + "' is not a directory, but '" + wanted + "' lies below it");
                }
                Files.createDirectory(step);
            }
        }
        lastParent = wanted;
    }

    /** Sets the modes of the directories, the deepest first. */
    public void finish() throws IOException {
        for (var entry : directoryModes.descendingMap().entrySet()) {
            Files.setPosixFilePermissions(entry.getKey().in(directory), FileMode.permissions(entry.getValue()));
        }
    }
}
