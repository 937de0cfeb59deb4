package org.manyhands.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * A file that is replaced as a whole: after a crash it has either its old or its new content. For identity and boot files,
 * and for snapshots. One writer at a time.
 */
public final class DurableFile {
    /** Larger content is not read as a whole. */
    public static final int BYTES_MAX = 1 << 20;

    /** What the name of an unfinished successor ends in. */
    public static final String TEMPORARY_SUFFIX = ".new";

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;

    /** Gives the new content. */
    @FunctionalInterface
    public interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    public DurableFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    public Path path() {
        return path;
    }

    /** Empty if there is no such file. */
    public Optional<byte[]> read() throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        long size = Files.size(path);
        if (size > BYTES_MAX) {
            throw new IOException(path + " has " + size + " bytes (expected: at most " + BYTES_MAX + ")");
        }
        return Optional.of(Files.readAllBytes(path));
    }

    /** Replaces the content, readable by its owner only; durable when this returns. */
    public void write(byte[] content) throws IOException {
        if (content.length > BYTES_MAX) {
            throw new IllegalArgumentException(
                    "content: " + content.length + " bytes (expected: <= " + BYTES_MAX + ")");
        }
        write(path, out -> out.write(content));
    }

    /** Replaces a file of any size, readable by its owner only; durable when this returns. */
    public static void write(Path file, Writer writer) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY_SUFFIX);
        Files.deleteIfExists(temporary);
        try (AppendedFile out = AppendedFile.create(temporary, OWNER_ONLY)) {
            writer.writeTo(out);
            out.force();
        } catch (IOException | RuntimeException failed) {
            Files.deleteIfExists(temporary);
            throw failed;
        }
        renameDurably(temporary, file);
    }

    /** Moves a synced file over another of the same directory; the new name is durable when this returns. */
    public static void renameDurably(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path directory = to.toAbsolutePath().getParent();
        if (directory != null) {
            DurableDirectory.sync(directory);
        }
    }
}
