package org.manyhands.cli.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The process that holds a data directory. Only for telling others: the hold itself is a lock of the operating system. */
public record Holder(long process, Stay stay) {
    private static final Pattern LINE = Pattern.compile("([0-9]{1,18}) (LASTING|PASSING)\n");

    void write(Path file) throws IOException {
        Files.writeString(file, process + " " + stay + "\n", StandardCharsets.US_ASCII);
    }

    static Optional<Holder> read(Path file) throws IOException {
        try {
            Matcher line = LINE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            return line.matches()
                    ? Optional.of(new Holder(Long.parseLong(line.group(1)), Stay.valueOf(line.group(2))))
                    : Optional.empty();
        } catch (NoSuchFileException notYet) {
            return Optional.empty();
        }
    }

    boolean isAlive() {
        return ProcessHandle.of(process).isPresent();
    }
}
