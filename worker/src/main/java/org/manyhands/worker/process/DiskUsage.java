package org.manyhands.worker.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** What directories take of the disk, as {@code du} counts it: blocks, so that the holes of a sparse file are no bytes. */
public final class DiskUsage {
    private static final long BLOCK_BYTES = 512;
    private static final long STATX_BYTES = 256;
    private static final long STATX_BLOCKS_OFFSET = 48;

    private DiskUsage() {}

    /**
     * The bytes of all files below a directory, links not followed. What cannot be looked at, or goes meanwhile, is not
     * counted; on a system without {@code statx} the sizes of the files are.
     */
    public static long of(Path directory) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Sum sum = new Sum(blocks(arena));
            Files.walkFileTree(directory, sum);
            return sum.bytes;
        }
    }

    /** What one file takes. */
    private interface Measure {
        long bytes(Path file, long size);
    }

    private static Measure blocks(Arena arena) {
        try {
            Libc.load();
        } catch (LinkageError otherSystem) {
            return (file, size) -> size;
        }
        Errno errno = Errno.in(arena);
        MemorySegment status = arena.allocate(STATX_BYTES, Long.BYTES);
        return (file, size) -> {
            try (Arena name = Arena.ofConfined()) {
                return Libc.statx(errno, name.allocateFrom(file.toString()), status) == 0
                        ? status.get(ValueLayout.JAVA_LONG, STATX_BLOCKS_OFFSET) * BLOCK_BYTES
                        : size;
            }
        };
    }

    private static final class Sum extends SimpleFileVisitor<Path> {
        private final Measure measure;
        private long bytes;

        Sum(Measure measure) {
            this.measure = measure;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
                bytes += measure.bytes(file, attributes.size());
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException cut) {
            return FileVisitResult.CONTINUE;
        }
    }
}
