package org.manyhands.verify.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.manyhands.store.files.Removal;

/** Directories for one look each. In memory where the system has that, as nothing here depends on a real disk's own force. */
final class Scratch implements AutoCloseable {
    private static final Path MEMORY = Path.of("/dev/shm");

    private final Path top;
    private long made;

    Scratch() throws IOException {
        this.top = Files.isWritable(MEMORY)
                ? Files.createTempDirectory(MEMORY, "mh-disk-")
                : Files.createTempDirectory("mh-disk-");
    }

    /** A path that is free. */
    Path next() {
        return top.resolve(Long.toString(made++));
    }

    @Override
    public void close() throws IOException {
        Removal.of(top);
    }
}
