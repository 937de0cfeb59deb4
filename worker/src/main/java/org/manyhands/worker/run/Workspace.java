package org.manyhands.worker.run;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.manyhands.store.files.Removal;
import org.manyhands.worker.user.UnixUser;

/**
 * The directories of one slot. {@link #refresh} makes them empty for the next attempt, whatever the one before did to them;
 * what was left alone is kept, because making it anew costs more than a look. What few attempts need is made on demand.
 *
 * <p>Where attempts run as another user, the node prepares what is in the directories while nobody else may enter them, and
 * hands them over as the last thing. The workspace itself stays the node's: that user can put no link where the node looks for
 * a directory.
 */
final class Workspace implements AutoCloseable {
    /** Of files that nobody but their owner may read. */
    static final FileAttribute<?> OWN_FILE = only("rw-------");

    private static final FileAttribute<?> OWN_DIRECTORY = only("rwx------");

    private final KeptDirectory own;
    private final KeptDirectory out;
    private final KeptDirectory in;
    private final KeptDirectory temporary;
    private final List<KeptDirectory> rooms;
    private final Optional<UnixUser> user;

    Workspace(Path directory) throws IOException {
        this(directory, Optional.empty());
    }

    /** @param user as whom attempts run; empty: as whoever the node is */
    Workspace(Path directory, Optional<UnixUser> user) throws IOException {
        this.user = user;
        own = new KeptDirectory(directory);
        out = new KeptDirectory(directory.resolve("out"));
        in = new KeptDirectory(directory.resolve("in"));
        temporary = new KeptDirectory(directory.resolve("tmp"));
        rooms = List.of(out, in, temporary);
        Removal.of(directory);
        make();
        refresh();
    }

    private static FileAttribute<?> only(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    private void make() throws IOException {
        Files.createDirectories(own.path());
        if (user.isPresent()) {
            Files.setPosixFilePermissions(own.path(), PosixFilePermissions.fromString("rwx--x--x"));
        }
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
            make();
        }
        for (Path stray : entries(own.path())) {
            if (rooms.stream().noneMatch(room -> room.path().equals(stray))) {
                Removal.of(stray);
            }
        }
    }

    /** Returns false if it had to be made. */
    private boolean empty(KeptDirectory room) throws IOException {
        boolean kept = user.isEmpty() && room.usable() && entries(room.path()).isEmpty();
        if (!kept) {
            Removal.of(room.path());
            makeRoom(room.path());
        }
        room.remember();
        return kept;
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    /** As whom attempts run here; empty: as whoever the node is. */
    Optional<UnixUser> user() {
        return user;
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
        return makeRoom(file("work"));
    }

    /** Makes a place for the outputs that are gathered as files. */
    Path gathered() throws IOException {
        return makeRoom(file("gathered"));
    }

    private Path makeRoom(Path room) throws IOException {
        return user.isEmpty() ? Files.createDirectory(room) : Files.createDirectory(room, OWN_DIRECTORY);
    }

    /** Gives what is in the workspace to the user as whom the attempt runs; nothing is prepared in it afterwards. */
    void handOver() throws IOException {
        if (user.isEmpty()) {
            return;
        }
        Files.createFile(errorFile(), OWN_FILE);
        for (Path entry : entries(own.path())) {
            giveAll(entry, user.get());
        }
    }

    private static void giveAll(Path given, UnixUser user) throws IOException {
        Files.walkFileTree(given, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return give(file);
            }

            // A directory after what is in it: until then only the node can enter.
            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                return give(visited);
            }

            private FileVisitResult give(Path path) throws IOException {
                Files.setAttribute(path, "unix:gid", user.gid(), LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(path, "unix:uid", user.uid(), LinkOption.NOFOLLOW_LINKS);
                return FileVisitResult.CONTINUE;
            }
        });
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
