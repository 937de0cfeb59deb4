package org.manyhands.server.replica;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.manyhands.store.DurableFile;

/** The space that the log needs: a low mark, and a ballast to give up when the disk is full in spite of it. */
final class Disk {
    private static final String BALLAST_FILE = "ballast";

    private final FileStore store;
    private final Path ballast;
    private final long freeBytesMin;
    private final long ballastBytes;
    private volatile long freeBytes;

    Disk(LogSettings settings) throws IOException {
        this.store = Files.getFileStore(settings.directory());
        this.ballast = settings.directory().resolve(BALLAST_FILE);
        this.freeBytesMin = settings.freeBytesMin();
        this.ballastBytes = settings.ballastBytes();
        measure();
    }

    boolean low() {
        return freeBytes < freeBytesMin;
    }

    String lowSentence() {
        return "The disk of " + ballast.getParent() + " has " + (freeBytes >> 20) + " MiB free (expected: at least "
                + (freeBytesMin >> 20) + " MiB); make space, or name a data directory on another disk.";
    }

    void measure() throws IOException {
        freeBytes = store.getUsableSpace();
    }

    /** Writes real bytes, as a file with holes would reserve nothing. */
    void ensureBallast() throws IOException {
        boolean whole = Files.exists(ballast) && Files.size(ballast) == ballastBytes;
        if (!whole && !low()) {
            DurableFile.write(ballast, this::fill);
        }
    }

    void releaseBallast() throws IOException {
        Files.deleteIfExists(ballast);
    }

    private void fill(OutputStream out) throws IOException {
        byte[] block = new byte[64 * 1024];
        for (long left = ballastBytes; left > 0; left -= block.length) {
            out.write(block, 0, (int) Math.min(left, block.length));
        }
    }
}
