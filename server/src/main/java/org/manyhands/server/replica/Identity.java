package org.manyhands.server.replica;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.manyhands.store.DurableFile;

/**
 * Who a log directory belongs to. Ratis would format a lost directory and so forget its vote; a member that has an
 * identity never starts on an empty log.
 *
 * <p>{@code identity.forming} is written before the first start and renamed to {@code identity} before the first append
 * is let in. So a directory with only the former holds nothing that was ever acknowledged.
 */
record Identity(int format, UUID cluster, String member) {
    /** The layout of the directory that this program writes, and the highest that it reads. */
    static final int FORMAT = 1;

    private static final String FILE = "identity";
    private static final String FORMING_FILE = "identity.forming";

    static Identity create(String member, UUID cluster) {
        return new Identity(FORMAT, cluster, member);
    }

    static boolean exists(Path directory) {
        return Files.exists(directory.resolve(FILE));
    }

    static boolean forming(Path directory) {
        return !exists(directory) && Files.exists(directory.resolve(FORMING_FILE));
    }

    void saveForming(Path directory) throws IOException {
        new DurableFile(directory.resolve(FORMING_FILE)).write(text().getBytes(StandardCharsets.UTF_8));
    }

    /** From here on the directory is that of a known member. */
    static void settle(Path directory) throws IOException {
        DurableFile.renameDurably(directory.resolve(FORMING_FILE), directory.resolve(FILE));
    }

    static Identity load(Path directory) throws IOException, LogRefusedException {
        Path file = directory.resolve(FILE);
        Map<String, String> fields = Files.readAllLines(file).stream()
                .map(line -> line.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, second) -> second));
        Identity identity = parse(file, fields);
        if (identity.format > FORMAT) {
            throw new LogRefusedException("The log in " + directory + " was written by a newer Manyhands (format "
                    + identity.format + ", this program reads up to " + FORMAT
                    + "); start it with the newer program, or restore a backup made by this one.");
        }
        return identity;
    }

    private static Identity parse(Path file, Map<String, String> fields) throws LogRefusedException {
        try {
            return new Identity(
                    Integer.parseInt(fields.getOrDefault("format", "")),
                    UUID.fromString(fields.getOrDefault("cluster", "")),
                    fields.getOrDefault("member", ""));
        } catch (IllegalArgumentException e) {
            throw new LogRefusedException(
                    "The file " + file + " is damaged (" + e.getMessage()
                            + "; expected: format=NUMBER, cluster=UUID, member=NAME); restore it from a backup.",
                    e);
        }
    }

    private String text() {
        return "format=" + format + "\ncluster=" + cluster + "\nmember=" + member + "\n";
    }
}
