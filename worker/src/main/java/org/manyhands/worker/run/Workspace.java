package org.manyhands.worker.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.manyhands.store.files.Removal;

/**
 * The directories of one slot. {@link #refresh} makes them empty for the next attempt, whatever the one before did to them;
 * what was left alone is kept, because making it anew costs more than a look. What few attempts need is made on demand.
 */
final class Workspace implements AutoCloseable {
    private final KeptDirectory own;
    private final KeptDirectory out;
    private final KeptDirectory in;
    private final KeptDirectory temporary;
    private final List<KeptDirectory> rooms;

    Workspace(Path directory) throws IOException {
        own = new KeptDirectory(directory);
        out = new KeptDirectory(directory.resolve("out"));
        in = new KeptDirectory(directory.resolve("in"));
        temporary = new KeptDirectory(directory.resolve("tmp"));
        rooms = List.of(out, in, temporary);
        Removal.of(directory);
        Files.createDirectories(directory);
        refresh();
    }

    /** Afterwards each directory is there, is empty, and nothing else is. */
    void refresh() throws IOException {
        boolean complete = own.untouched();
        if (!complete) {
            clear();
        }
        for (KeptDirectory room : rooms) {
            if (!complete || !room.untouched()) {
                complete &= empty(room);
            }
        }
        if (!complete) {
            own.remember();
        }
    }

    /** The workspace itself, made anew if an attempt took it away, without what does not belong there. */
    private void clear() throws IOException {
        if (!own.usable()) {
            Removal.of(own.path());
            Files.createDirectories(own.path());
        }
        for (Path stray : entries(own.path())) {
            if (rooms.stream().noneMatch(room -> room.path().equals(stray))) {
                Removal.of(stray);
            }
        }
    }

    /** Returns false if it had to be made. */
    private static boolean empty(KeptDirectory room) throws IOException {
        boolean kept = room.usable() && entries(room.path()).isEmpty();
        if (!kept) {
            Removal.of(room.path());
            Files.createDirectory(room.path());
        }
        room.remember();
        return kept;
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    /** All that an attempt has of its own is below. */
    Path path() {
        return own.path();
    }

    /** Where the attempt's own files go: {@code $MH_OUT}. */
    Path out() {
        return out.path();
    }

    /** Whether the attempt left something in {@link #out}, or closed it. */
    boolean hasOutput() throws IOException {
        return !out.untouched()
                && Files.isDirectory(out.path())
                && (!Files.isReadable(out.path()) || !entries(out.path()).isEmpty());
    }

    /** The outputs of other steps: {@code $MH_IN}. */
    Path in() {
        return in.path();
    }

    /** Makes the working directory of an attempt with declared inputs. */
    Path work() throws IOException {
        return Files.createDirectory(file("work"));
    }

    /** Makes a place for the outputs that are gathered as files. */
    Path gathered() throws IOException {
        return Files.createDirectory(file("gathered"));
    }

    /** {@code $TMPDIR}. */
    Path temporary() {
        return temporary.path();
    }

    /** Where the attempt may say why it failed: {@code $MH_ERROR_FILE}. */
    Path errorFile() {
        return file("error");
    }

    /** A name at which nothing is when an attempt begins. */
    Path file(String name) {
        return own.path().resolve(name);
    }

    @Override
    public void close() throws IOException {
        Removal.of(own.path());
    }
}
