package org.manyhands.worker.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The room on the disk of a worker. Below the low mark nothing more is started: what runs can still write, and the results of
 * what has ended can still be kept, for which the store leaves less free than that.
 */
final class Room {
    private static final int MIB_BITS = 20;

    private final Path directory;
    private final long freeBytesMin;

    Room(Path directory, long freeBytesMin) {
        this.directory = directory;
        this.freeBytesMin = freeBytesMin;
    }

    /** Why nothing should be started now; empty if there is room. */
    String trouble() {
        try {
            long free = Files.getFileStore(directory).getUsableSpace();
            return free >= freeBytesMin
                    ? ""
                    : "the disk of " + directory + " has " + (free >> MIB_BITS) + " MiB free (low mark: "
                            + (freeBytesMin >> MIB_BITS) + " MiB); make room";
        } catch (IOException broken) {
            return "the disk of " + directory + " cannot be looked at: " + broken.getMessage();
        }
    }
}
