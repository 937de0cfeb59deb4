package org.manyhands.store.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.manyhands.store.DurableDirectory;

/**
 * Puts files where others look for them: each under a temporary name beside its own, synced, then renamed, so that nobody ever
 * sees half of it, whatever dies meanwhile. What is there under the same name is replaced. The files together are not one step.
 */
public final class FileCommit {
    private static final int RANDOM_BYTES = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path target;
    private final Set<Path> changed = new LinkedHashSet<>();
    /** Directories with one in them that was there; whoever made it may have died before it was durable. */
    private final Set<Path> parents = new LinkedHashSet<>();

    private FileCommit(Path target) {
        this.target = target;
    }

    /** An absolute path of these bytes. */
    public static Path path(byte[] absolute) {
        return Path.of("/").resolve(PathBytes.relative(stripped(absolute)));
    }

    private static byte[] stripped(byte[] absolute) {
        int start = 0;
        while (start < absolute.length && absolute[start] == '/') {
            start++;
        }
        return Arrays.copyOfRange(absolute, start, absolute.length);
    }

    /**
     * Puts all files below a directory, which is made if it is not there; durable when this returns.
     *
     * @throws IOException with a sentence: its parent does not exist, a file stands where a directory must be, or the disk
     *     refuses; nothing half is visible then, but files before it may be there
     */
    public static void to(Path target, List<NewFile> files) throws IOException {
        FileCommit commit = new FileCommit(target);
        commit.directory(target);
        for (NewFile file : files) {
            commit.put(file);
        }
        for (Path directory : commit.changed) {
            DurableDirectory.sync(directory);
        }
        commit.parents.removeAll(commit.changed);
        for (Path directory : commit.parents) {
            DurableDirectory.syncIfReadable(directory);
        }
    }

    private void put(NewFile file) throws IOException {
        Path place = file.path().in(target);
        switch (file.body()) {
            case NewFile.Body.Directory() -> directory(place);
            case NewFile.Body.Regular regular -> {
                Path temporary = beside(place);
                rename(temporary, place, () -> write(regular, file.mode(), temporary));
            }
            case NewFile.Body.Link(LinkTarget link) -> {
                Path temporary = beside(place);
                rename(temporary, place, () -> Files.createSymbolicLink(temporary, PathBytes.relative(link.toBytes())));
            }
        }
    }

    private void directory(Path place) throws IOException {
        Path parent = parentOf(place);
        if (Files.isDirectory(place)) {
            parents.add(parent);
            return;
        }
        if (!Files.isDirectory(parent)) {
            throw new IOException("'" + place + "' cannot be made, because '" + parent
                    + "' is no directory on this node (create it, or give another path)");
        }
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("'" + place + "' is a file, and a directory must be there");
        }
        Files.createDirectories(place);
        changed.add(parent);
    }

    private static Path parentOf(Path place) {
        Path parent = place.getParent();
        return parent == null ? place : parent;
    }

    /** A name that nobody else uses, in the same directory, as a rename is only atomic there. */
    private static Path beside(Path place) {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        return place.resolveSibling(".mh-" + HexFormat.of().formatHex(random) + ".tmp");
    }

    private interface Making {
        void make() throws IOException;
    }

    private void rename(Path temporary, Path place, Making making) throws IOException {
        if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("'" + place + "' is a directory, and a file must be there");
        }
        try {
            making.make();
            Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        changed.add(parentOf(place));
    }

    private static void write(NewFile.Body.Regular regular, int mode, Path temporary) throws IOException {
        try (InputStream in = regular.content().open();
                FileChannel channel =
                        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel)) {
            in.transferTo(out);
            regular.content().requireUnchanged();
            Files.setPosixFilePermissions(temporary, FileMode.permissions(mode));
            channel.force(true);
        }
    }
}
