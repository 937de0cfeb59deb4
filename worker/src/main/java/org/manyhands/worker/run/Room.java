package org.manyhands.worker.run;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The room on the disk of a worker. Below the low mark nothing more is started: what runs can still write, and the results of
 * what has ended can still be kept, for which the store leaves less free than that.
 */
final class Room {
    private static final int MIB_BITS = 20;
    private static final long FREE_BYTES_MIN = 384L << MIB_BITS;

    private final Path directory;
    private final FileStore disk;

    Room(Path directory) throws IOException {
        this.directory = directory;
        this.disk = Files.getFileStore(directory);
    }

    /** Why nothing should be started now; empty if there is room. */
    String trouble() {
        try {
            long free = disk.getUsableSpace();
            return free >= FREE_BYTES_MIN
                    ? ""
                    : "the disk of " + directory + " has " + (free >> MIB_BITS) + " MiB free (low mark: "
                            + (FREE_BYTES_MIN >> MIB_BITS) + " MiB); make room";
        } catch (IOException broken) {
            return "the disk of " + directory + " cannot be looked at: " + broken.getMessage();
        }
    }
}
