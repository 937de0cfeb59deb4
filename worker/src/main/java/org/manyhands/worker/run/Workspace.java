package org.manyhands.worker.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.manyhands.store.files.Removal;

/**
 * The directories of one slot: each attempt finds them empty, whatever the one before did to them. Kept between attempts as
 * long as they stay empty, because making them anew costs more than a look.
 */
final class Workspace implements AutoCloseable {
    private final Path directory;

    Workspace(Path directory) throws IOException {
        this.directory = directory;
        Removal.of(directory);
        Files.createDirectories(directory);
    }

    /** Where the attempt's own files go: {@code $MH_OUT}. */
    Path out() throws IOException {
        return empty("out");
    }

    /** The outputs of other steps: {@code $MH_IN}. */
    Path in() throws IOException {
        return empty("in");
    }

    /** The working directory of an attempt with declared inputs. */
    Path work() throws IOException {
        return empty("work");
    }

    /** {@code $TMPDIR}. */
    Path temporary() throws IOException {
        return empty("tmp");
    }

    /** Where the attempt may say why it failed: {@code $MH_ERROR_FILE}. */
    Path errorFile() throws IOException {
        Path file = directory.resolve("error");
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Removal.of(file);
        }
        return file;
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    private Path empty(String name) throws IOException {
        Path wanted = directory.resolve(name);
        if (Files.isDirectory(wanted, LinkOption.NOFOLLOW_LINKS)) {
            if (isEmpty(wanted)) {
                return wanted;
            }
            Removal.of(wanted);
        } else if (Files.exists(wanted, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(wanted);
        }
        return Files.createDirectories(wanted);
    }

    static boolean isEmpty(Path wanted) throws IOException {
        try (Stream<Path> there = Files.list(wanted)) {
            return there.findAny().isEmpty();
        }
    }

    @Override
    public void close() throws IOException {
        Removal.of(directory);
    }
}
