package org.manyhands.store.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.FileAccess;

/** Finds the files below a directory, sorted by the bytes of their paths, symlinks not followed. */
public final class FileWalk {
    /** A tree or the output of a task has at most this many files. */
    public static final int FILES_MAX = 1_000_000;

    private final Path base;
    private final FileAccess access;
    private final TreeMap<FilePath, NewFile> found = new TreeMap<>();

    private FileWalk(Path base, FileAccess access) {
        this.base = base;
        this.access = access;
    }

    /**
     * Everything below a directory.
     *
     * @throws BlobRefusedException if something of it cannot be kept, or may not be looked at
     */
    public static List<NewFile> directory(Path base) throws IOException {
        return directory(base, FileAccess.OWN);
    }

    /** As {@link #directory(Path)}, with certain rights. */
    public static List<NewFile> directory(Path base, FileAccess access) throws IOException {
        return access.with(() -> new FileWalk(base, access).found(walk -> walk.below(base)));
    }

    /**
     * These files of a directory; of a directory among them, everything below it.
     *
     * @throws BlobRefusedException if one lies outside, literally or through a symlink on its way, or as for {@link #directory}
     */
    public static List<NewFile> paths(Path base, Collection<Path> paths) throws IOException {
        return new FileWalk(base, FileAccess.OWN).found(walk -> {
            for (Path path : paths) {
                Path file = base.resolve(path);
                walk.requireInside(file);
                walk.add(file);
            }
        });
    }

    private interface Way {
        void go(FileWalk walk) throws IOException;
    }

    private List<NewFile> found(Way way) throws IOException {
        try {
            way.go(this);
        } catch (AccessDeniedException denied) {
            throw BlobRefusedException.unreadable(denied);
        }
        return new ArrayList<>(found.values());
    }

    private void requireInside(Path file) throws IOException {
        Path parent = file.toAbsolutePath().normalize().getParent();
        boolean inside = parent != null && parent.toRealPath().equals(realParent(parent));
        if (!inside) {
            throw new BlobRefusedException(
                    BlobRefusedException.Reason.UNSUITABLE_FILE,
                    "the way to '" + file + "' leads through a symlink below '" + base + "': name the real file");
        }
    }

    /** What the parent must really be, if only the way to the base itself leads through symlinks. */
    private Path realParent(Path parent) throws IOException {
        Path literal = base.toAbsolutePath().normalize();
        if (!parent.startsWith(literal)) {
            throw new BlobRefusedException(
                    BlobRefusedException.Reason.UNSUITABLE_FILE,
                    "a file in '" + parent + "' is not inside '" + base + "'");
        }
        return literal.toRealPath().resolve(literal.relativize(parent));
    }

    private void add(Path file) throws IOException {
        NewFile next = NewFile.of(base, file, access);
        found.put(next.path(), next);
        if (found.size() > FILES_MAX) {
            throw new BlobRefusedException(
                    BlobRefusedException.Reason.TOO_LARGE,
                    "'" + base + "' has more than " + FILES_MAX + " files: pack them into an archive first");
        }
        if (next.body() instanceof NewFile.Body.Directory) {
            below(file);
        }
    }

    private void below(Path directory) throws IOException {
        List<Path> children;
        try (Stream<Path> listed = Files.list(directory)) {
            children = listed.toList();
        }
        for (Path child : children) {
            add(child);
        }
    }
}
