package org.manyhands.worker.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.manyhands.store.DurableFile;

/**
 * One life of this node: a counter in the data directory, made durable before it is used, and a random tag beside it that
 * tells a copied directory from the original.
 *
 * @param directoryId random, drawn with the directory; marks the processes of its tasks
 */
record Boot(String directoryId, long number, long tag) {
    private static final String FORMAT = "manyhands boot 1";

    /**
     * Counts one life more.
     *
     * @throws IOException if the file cannot be read or made durable; the message names it
     */
    static Boot next(Path file) throws IOException {
        SecureRandom random = new SecureRandom();
        byte[] id = new byte[8];
        random.nextBytes(id);
        DurableFile durable = new DurableFile(file);
        Optional<byte[]> known = durable.read();
        Boot before = known.isPresent()
                ? parse(file, new String(known.get(), StandardCharsets.UTF_8))
                : new Boot(HexFormat.of().formatHex(id), 0, 0);
        Boot next = new Boot(before.directoryId, before.number + 1, random.nextLong());
        durable.write(next.text().getBytes(StandardCharsets.UTF_8));
        return next;
    }

    private String text() {
        return FORMAT + "\n" + directoryId + "\n" + number + "\n" + tag + "\n";
    }

    private static Boot parse(Path file, String text) throws IOException {
        String[] lines = text.split("\n", -1);
        try {
            if (lines.length == 5 && lines[0].equals(FORMAT)) {
                return new Boot(lines[1], Long.parseLong(lines[2]), Long.parseLong(lines[3]));
            }
        } catch (NumberFormatException broken) {
            throw new IOException("'" + file + "' is damaged: " + broken.getMessage(), broken);
        }
        throw new IOException(
                "'" + file + "' is not a boot file of this version (expected: it begins with '" + FORMAT + "')");
    }
}
