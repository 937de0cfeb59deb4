package org.manyhands.worker.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.manyhands.store.DurableFile;

/**
 * One life of this node: a counter in the data directory, made durable before it is used, and a random tag beside it that
 * tells a copied directory from the original.
 *
 * @param directoryId random, drawn with the directory and again in a copy of it; marks the processes of its tasks, which
 *     are ended by that mark
 * @param place which directory of the system this is; empty where the system does not tell
 */
record Boot(String directoryId, long number, long tag, String place) {
    private static final String FORMAT = "manyhands boot 2";

    /** Without the place. */
    private static final String FORMAT_BEFORE = "manyhands boot 1";

    /**
     * Counts one life more.
     *
     * @throws IOException if the file cannot be read or made durable; the message names it
     */
    static Boot next(Path file) throws IOException {
        SecureRandom random = new SecureRandom();
        String place = place(file.toAbsolutePath().getParent());
        DurableFile durable = new DurableFile(file);
        Optional<byte[]> known = durable.read();
        Boot before = known.isPresent()
                ? parse(file, new String(known.get(), StandardCharsets.UTF_8))
                : new Boot(drawId(random), 0, 0, place);
        String id = before.isIn(place) ? before.directoryId : drawId(random);
        Boot next = new Boot(id, before.number + 1, random.nextLong(), place);
        durable.write(next.text().getBytes(StandardCharsets.UTF_8));
        return next;
    }

    private static String drawId(SecureRandom random) {
        byte[] id = new byte[8];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    private static String place(@Nullable Path directory) throws IOException {
        Object key = directory == null
                ? null
                : Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
        return key == null ? "" : key.toString();
    }

    private boolean isIn(String other) {
        return place.isEmpty() || other.isEmpty() || place.equals(other);
    }

    private String text() {
        return FORMAT + "\n" + directoryId + "\n" + number + "\n" + tag + "\n" + place + "\n";
    }

    private static Boot parse(Path file, String text) throws IOException {
        String[] lines = text.split("\n", -1);
        try {
            if (lines.length == 6 && lines[0].equals(FORMAT)) {
                return new Boot(lines[1], Long.parseLong(lines[2]), Long.parseLong(lines[3]), lines[4]);
            }
            if (lines.length == 5 && lines[0].equals(FORMAT_BEFORE)) {
                return new Boot(lines[1], Long.parseLong(lines[2]), Long.parseLong(lines[3]), "");
            }
        } catch (NumberFormatException broken) {
            throw new IOException("'" + file + "' is damaged: " + broken.getMessage(), broken);
        }
        throw new IOException("'" + file + "' is not a boot file of this version (expected: it begins with '" + FORMAT
                + "'); restore the data directory from a backup, or use the version of mh that wrote it");
    }
}
