package org.manyhands.cli.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.manyhands.store.DurableDirectory;
import org.manyhands.store.DurableFile;

/**
 * That a recovery was begun in a data directory. Written before anything is changed and deleted when all is: whoever finds it goes on
 * with the same epoch, and no node starts meanwhile.
 *
 * @param epoch the new one
 */
record RecoveryMark(long epoch) {
    private static Path file(Path data) {
        return data.resolve("recovering");
    }

    /**
     * That of a data directory; empty if no recovery is under way.
     *
     * @throws IOException with a sentence if the file is damaged
     */
    static Optional<RecoveryMark> in(Path data) throws IOException {
        Optional<byte[]> bytes = new DurableFile(file(data)).read();
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        String text = new String(bytes.get(), StandardCharsets.ISO_8859_1).strip();
        try {
            return Optional.of(new RecoveryMark(HexFormat.fromHexDigitsToLong(text)));
        } catch (IllegalArgumentException damaged) {
            throw new IOException(
                    "'" + file(data)
                            + "' is damaged (expected: 16 hexadecimal digits); write that many into it, and recover again",
                    damaged);
        }
    }

    void write(Path data) throws IOException {
        new DurableFile(file(data))
                .write((HexFormat.of().toHexDigits(epoch) + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    static void delete(Path data) throws IOException {
        Files.deleteIfExists(file(data));
        DurableDirectory.sync(data);
    }
}
