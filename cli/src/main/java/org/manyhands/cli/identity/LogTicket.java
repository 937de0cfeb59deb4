package org.manyhands.cli.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.manyhands.store.DurableFile;

/**
 * How a control node came to the log of its cluster.
 *
 * @param joined whether others let it in; else it began the log
 * @param log which one
 * @param epoch of the history that is in it
 * @param kept whether it has ever had it on its disk: a log that is gone since may hold votes and entries that others rely on
 */
public record LogTicket(boolean joined, UUID log, long epoch, boolean kept) {
    private static final String JOINED = "joined";
    private static final String FOUNDED = "founded";
    private static final String KEPT = "kept";

    private static DurableFile file(Path data) {
        return new DurableFile(NodeIdentity.directory(data).resolve("log"));
    }

    /**
     * That of a data directory; empty if it has none.
     *
     * @throws IOException with a sentence if the file is damaged
     */
    public static Optional<LogTicket> read(Path data) throws IOException {
        Optional<byte[]> bytes = file(data).read();
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        String[] words = new String(bytes.get(), StandardCharsets.UTF_8).strip().split(" ", -1);
        try {
            if (words.length >= 3 && (words[0].equals(JOINED) || words[0].equals(FOUNDED))) {
                return Optional.of(new LogTicket(
                        words[0].equals(JOINED),
                        UUID.fromString(words[1]),
                        HexFormat.fromHexDigitsToLong(words[2]),
                        words.length == 4 && words[3].equals(KEPT)));
            }
        } catch (IllegalArgumentException damaged) {
            throw damaged(data);
        }
        throw damaged(data);
    }

    private static IOException damaged(Path data) {
        return new IOException("'" + file(data).path()
                + "' is damaged (expected: joined or founded, a UUID, and 16 hexadecimal digits);"
                + " put a copy back, or remove the node and let it join again with another directory");
    }

    /** Durable when this returns. */
    public void write(Path data) throws IOException {
        String line = (joined ? JOINED : FOUNDED) + " " + log + " "
                + HexFormat.of().toHexDigits(epoch) + (kept ? " " + KEPT : "") + "\n";
        file(data).write(line.getBytes(StandardCharsets.UTF_8));
    }
}
