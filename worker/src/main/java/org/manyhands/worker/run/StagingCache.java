package org.manyhands.worker.run;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.manyhands.store.files.Removal;
import org.manyhands.worker.process.DiskUsage;

/**
 * Directories that many tasks need, made once. At most {@value #KEPT_MAX} are kept, and so many bytes as it is told; the longest
 * unused goes first. Emptied at every start, because what is in it can be made again.
 *
 * <p>Concurrency: one is made at a time; copies of what is there go on beside each other, and hold it.
 */
final class StagingCache {
    static final int KEPT_MAX = 64;

    /** What is smaller is made anew anywhere before it matters. */
    private static final long LARGE_BYTES_MIN = 1 << 20;

    private final Path directory;
    private final long bytesMax;
    private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;
    private volatile List<String> large = List.of();

    static final class Kept {
        private final Path path;
        private final long bytes;
        private int users;

        private Kept(Path path, long bytes) {
            this.path = path;
            this.bytes = bytes;
        }
    }

    /** Makes the content of a directory. */
    interface Maker {
        void make(Path target) throws IOException, StagingException;
    }

    /** @param bytesMax of all that is kept; what is in use stays nevertheless */
    StagingCache(Path directory, long bytesMax) throws IOException {
        this.directory = directory;
        this.bytesMax = bytesMax;
        Removal.of(directory);
        Files.createDirectories(directory);
    }

    /** Copies the directory of that name below an existing one; makes it first if it is not there. */
    void copy(String name, Path target, Maker maker) throws IOException, StagingException {
        Kept source = use(name, maker);
        try {
            copy(source.path, target);
        } finally {
            release(source);
        }
    }

    synchronized Kept use(String name, Maker maker) throws IOException, StagingException {
        Kept known = kept.get(name);
        if (known == null) {
            Path path = directory.resolve(name);
            Path temporary = Files.createTempDirectory(directory, ".new-");
            try {
                maker.make(temporary);
                Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Removal.of(temporary);
            }
            known = new Kept(path, DiskUsage.of(path));
            kept.put(name, known);
            bytes += known.bytes;
            tell();
        }
        // Before the eviction: when all others are in use, the new one would be the one to go.
        known.users++;
        evict(KEPT_MAX, bytesMax);
        return known;
    }

    synchronized void release(Kept source) throws IOException {
        source.users--;
        evict(KEPT_MAX, bytesMax);
    }

    /** The names of those with so many bytes as are worth to be told; asked at any time, also while one is made. */
    List<String> large() {
        return large;
    }

    /** Drops all that is not in use. */
    synchronized void shed() throws IOException {
        evict(0, 0);
    }

    private void evict(int count, long keptBytes) throws IOException {
        int before = kept.size();
        var each = kept.entrySet().iterator();
        while ((kept.size() > count || bytes > keptBytes) && each.hasNext()) {
            Kept oldest = each.next().getValue();
            if (oldest.users == 0) {
                each.remove();
                bytes -= oldest.bytes;
                Removal.of(oldest.path);
            }
        }
        if (kept.size() < before) {
            tell();
        }
    }

    private void tell() {
        large = kept.entrySet().stream()
                .filter(entry -> entry.getValue().bytes >= LARGE_BYTES_MIN)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void copy(Path source, Path target) throws IOException {
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) throws IOException {
                if (!visited.equals(source)) {
                    Files.createDirectory(target.resolve(source.relativize(visited)));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(
                        file,
                        target.resolve(source.relativize(file)),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        LinkOption.NOFOLLOW_LINKS);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
