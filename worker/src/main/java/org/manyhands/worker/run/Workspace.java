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

    /** The outputs that are gathered as files. */
    Path gathered() throws IOException {
        return empty("gathered");
    }

    /** {@code $TMPDIR}. */
    Path temporary() throws IOException {
        return empty("tmp");
    }

    /** Where the attempt may say why it failed: {@code $MH_ERROR_FILE}. */
    Path errorFile() throws IOException {
        return file("error");
    }

    /** A name in the workspace at which nothing is. */
    Path file(String name) throws IOException {
        Path file = own().resolve(name);
        Removal.of(file);
        return file;
    }

    private Path empty(String name) throws IOException {
        Path wanted = own().resolve(name);
        if (usable(wanted) && isEmpty(wanted)) {
            return wanted;
        }
        Removal.of(wanted);
        return Files.createDirectory(wanted);
    }

    /** The workspace itself, made anew if an attempt took it away. */
    private Path own() throws IOException {
        if (!usable(directory)) {
            Removal.of(directory);
            Files.createDirectories(directory);
        }
        return directory;
    }

    /** Whether it is a directory whose modes an attempt did not take from us. */
    private static boolean usable(Path wanted) {
        return Files.isDirectory(wanted, LinkOption.NOFOLLOW_LINKS)
                && Files.isReadable(wanted)
                && Files.isWritable(wanted)
                && Files.isExecutable(wanted);
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
