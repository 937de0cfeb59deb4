package org.manyhands.store.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.manyhands.store.DurableDirectory;

/** The locked directory of a store with its three parts, readable by its owner only. */
final class StoreDirectory implements AutoCloseable {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path root;
    private final StoreLock lock;

    private StoreDirectory(Path root, StoreLock lock) {
        this.root = root;
        this.lock = lock;
    }

    static StoreDirectory open(Path given) throws IOException {
        Path root = given.toAbsolutePath();
        DurableDirectory.create(root, OWNER_ONLY);
        StoreDirectory directory = new StoreDirectory(root, StoreLock.acquire(root));
        for (Path part : new Path[] {directory.segments(), directory.large(), directory.temporary()}) {
            Files.createDirectories(part, OWNER_ONLY);
        }
        // A process that died may have named files that a power loss would still take, and recovery counts on all it
        // finds.
        for (Path part : new Path[] {root, directory.segments(), directory.large()}) {
            DurableDirectory.sync(part);
        }
        directory.emptyTemporary();
        return directory;
    }

    private void emptyTemporary() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(temporary())) {
            for (Path file : left) {
                if (Files.isRegularFile(file)) {
                    Files.delete(file);
                }
            }
        }
    }

    Path root() {
        return root;
    }

    Path segments() {
        return root.resolve("segments");
    }

    Path large() {
        return root.resolve("large");
    }

    Path temporary() {
        return root.resolve("tmp");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
