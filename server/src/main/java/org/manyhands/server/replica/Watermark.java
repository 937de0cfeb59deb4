package org.manyhands.server.replica;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.manyhands.store.DurableFile;

/**
 * An index that this member has seen committed, kept beside the log. A log that ends below it after a restart has lost
 * its tail, which Ratis would only warn about. It lags by up to the interval of its writer.
 */
final class Watermark {
    static final long NONE = -1;
    private static final String FILE = "watermark";

    private final Path file;
    private long saved;

    private Watermark(Path file, long saved) {
        this.file = file;
        this.saved = saved;
    }

    static Watermark load(Path directory) throws IOException, LogRefusedException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return new Watermark(file, NONE);
        }
        String text = Files.readString(file).strip();
        try {
            return new Watermark(file, Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new LogRefusedException(
                    "The file " + file + " is damaged ('" + text
                            + "', expected: one number); restore the directory from a backup.",
                    e);
        }
    }

    synchronized long index() {
        return saved;
    }

    /** Makes the watermark durable if it is higher than before. */
    synchronized void raise(long index) throws IOException {
        if (index > saved) {
            new DurableFile(file).write((index + "\n").getBytes(StandardCharsets.US_ASCII));
            saved = index;
        }
    }
}
