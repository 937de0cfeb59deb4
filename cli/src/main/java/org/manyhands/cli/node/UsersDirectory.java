package org.manyhands.cli.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.manyhands.store.DurableFile;
import org.manyhands.store.files.Removal;
import org.manyhands.worker.user.UnixUser;
import org.manyhands.worker.user.UnixUsers;

/**
 * Where the other users of this machine find a node of root's, and where their tasks work. When the node has ended, it is left
 * so that they are told.
 */
public final class UsersDirectory implements AutoCloseable {
    private static final int OTHERS_WRITE = 022;
    private static final int OTHERS_ENTER = 01;
    private static final int STICKY = 01000;

    private static final String ADDRESS = "node";
    private static final String WORK = "work";
    private static final Set<String> OWN = Set.of(ADDRESS, ADDRESS + DurableFile.TEMPORARY_SUFFIX, WORK);

    private final Path path;

    private UsersDirectory(Path path) {
        this.path = path;
    }

    /** Whether a directory is one, as far as it can be seen. */
    public static boolean isOne(Path path) {
        return Files.isRegularFile(path.resolve(ADDRESS));
    }

    public static UsersDirectory of(Path path) {
        return new UsersDirectory(path.toAbsolutePath());
    }

    /**
     * Makes it, or takes one that is there, so that others can find their way and change nothing.
     *
     * @param data the data directory, which others may not enter
     * @throws NodeException with a sentence if others cannot get there, or could put something in its place
     */
    static UsersDirectory make(Path wanted, Path data) throws NodeException, IOException {
        Path named = wanted.toAbsolutePath().normalize();
        if (named.startsWith(data)) {
            throw refused(named, "it is inside the data directory, which other users may not enter");
        }
        if (UnixUsers.ownUid() != UnixUser.ROOT) {
            throw refused(named, "only a node that root starts can run tasks as other users");
        }
        Path path = Files.createDirectories(named).toRealPath();
        requireOurs(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (Path above = path.getParent(); above != null; above = above.getParent()) {
            requireWay(path, above);
        }
        UsersDirectory made = new UsersDirectory(path);
        Removal.of(made.work());
        Files.createDirectory(made.work());
        Files.setPosixFilePermissions(made.work(), PosixFilePermissions.fromString("rwx--x--x"));
        return made;
    }

    private static void requireOurs(Path path) throws NodeException, IOException {
        if (!owner(path).equals(UnixUser.ROOT)) {
            throw refused(path, "it is not root's");
        }
        try (Stream<Path> entries = Files.list(path)) {
            Optional<Path> other = entries.filter(
                            entry -> !OWN.contains(entry.getFileName().toString()))
                    .findFirst();
            if (other.isPresent()) {
                throw refused(
                        path,
                        "it has other files, such as '" + other.get().getFileName()
                                + "'; name an empty directory, or one that is not there");
            }
        }
    }

    private static void requireWay(Path path, Path above) throws NodeException, IOException {
        int mode = (int) Files.getAttribute(above, "unix:mode");
        if ((mode & OTHERS_ENTER) == 0) {
            throw refused(path, "other users may not enter '" + above + "'");
        }
        boolean open = (mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0;
        if (open || !owner(above).equals(UnixUser.ROOT)) {
            throw refused(path, "others than root could put something else in its place, in '" + above + "'");
        }
    }

    private static Integer owner(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private static NodeException refused(Path path, String why) {
        return new NodeException("'" + path + "' cannot be where other users find this node (--users): " + why);
    }

    /** Below it the tasks of other users have their directories. */
    Path work() {
        return path.resolve(WORK);
    }

    /** Tells others where the node listens. */
    void announce(URI address) throws IOException {
        Path file = path.resolve(ADDRESS);
        new DurableFile(file).write((address + "\n").getBytes(StandardCharsets.US_ASCII));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    /**
     * Where the node listens.
     *
     * @throws IOException if whoever listens there is not who owns the directory, and should not be given a job
     */
    public String address() throws IOException {
        Path file = path.resolve(ADDRESS);
        String address = Files.readString(file, StandardCharsets.US_ASCII).strip();
        URI uri = URI.create(address);
        InetSocketAddress listening = new InetSocketAddress(InetAddress.getByName(uri.getHost()), uri.getPort());
        int owner = owner(file);
        if (SocketOwners.listening(listening).orElse(-1) != owner) {
            throw new IOException("nobody whom '" + path + "' belongs to listens at " + address);
        }
        return address;
    }

    @Override
    public void close() throws IOException {
        Removal.of(work());
    }
}
