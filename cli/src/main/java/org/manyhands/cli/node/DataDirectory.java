package org.manyhands.cli.node;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.manyhands.server.replica.LogSettings;
import org.manyhands.store.DurableDirectory;
import org.manyhands.store.DurableFile;

/**
 * Where everything of one history is kept. One process holds it at a time; others find in it where that process listens and
 * the token to show.
 */
public final class DataDirectory {
    private static final int TOKEN_BYTES = 32;
    private static final int FORMAT = 1;
    private static final Pattern FORMAT_NUMBER = Pattern.compile("[0-9]{1,9}");

    private final Path path;

    public DataDirectory(Path path) {
        this.path = path.toAbsolutePath().normalize();
    }

    /** {@code MH_DATA}, or the user's own state directory. */
    public static Path byDefault(Map<String, String> environment) {
        String wanted = environment.getOrDefault("MH_DATA", "");
        if (!wanted.isEmpty()) {
            return Path.of(wanted);
        }
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path base = state.isEmpty() ? Path.of(System.getProperty("user.home"), ".local", "state") : Path.of(state);
        return base.resolve("manyhands");
    }

    public Path path() {
        return path;
    }

    public boolean exists() {
        return Files.isDirectory(path);
    }

    /**
     * Makes the directory if it is not there, readable by its owner alone.
     *
     * @throws DataDirectoryException if that is not possible, or a newer version of the program made it
     */
    public void prepare() throws DataDirectoryException {
        try {
            if (!exists()) {
                DurableDirectory.create(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            if (!Files.isWritable(path)) {
                throw new DataDirectoryException("the data directory '" + path + "' is " + whyReadOnly());
            }
            Optional<byte[]> format = format().read();
            if (format.isPresent()) {
                check(new String(format.get(), StandardCharsets.UTF_8).strip());
            }
        } catch (IOException failed) {
            throw unusable(failed);
        }
    }

    private DurableFile format() {
        return new DurableFile(path.resolve("format"));
    }

    private String whyReadOnly() throws IOException {
        String owner = Files.getOwner(path).getName();
        return owner.equals(System.getProperty("user.name"))
                ? "read-only; make it and its disk writable, or name another with --data DIR or MH_DATA"
                : owner + "'s; name one of your own with --data DIR or MH_DATA, or the one where " + owner
                        + "'s node serves others (mh up --users)";
    }

    private void check(String format) throws DataDirectoryException {
        if (!FORMAT_NUMBER.matcher(format).matches()) {
            throw new DataDirectoryException("'" + path.resolve("format") + "' is damaged (expected: the number "
                    + FORMAT + "); write that number into it if this version made the directory");
        }
        if (!format.equals(Integer.toString(FORMAT))) {
            throw new DataDirectoryException("the data directory '" + path + "' has format " + format
                    + " (this version knows " + FORMAT + "); use the version of mh that made it, or a newer one");
        }
    }

    /** Takes the directory for this process; empty if another one holds it. */
    public Optional<Hold> hold(Stay stay) throws DataDirectoryException {
        try {
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            // The holder before may have died with the directory made, or its token shown, and the names not yet
            // durable.
            DurableDirectory.create(path);
            DurableDirectory.sync(path);
            // Not before the lock: several may find the directory new at once.
            if (format().read().isEmpty()) {
                format().write((FORMAT + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            new Holder(ProcessHandle.current().pid(), stay).write(path.resolve("holder"));
            return Optional.of(new Hold(channel, stay));
        } catch (IOException failed) {
            throw unusable(failed);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldHere) {
            return null;
        }
    }

    /**
     * Who holds the directory, as far as it has said so. What a process that is gone has left there does not count, so this
     * is empty for a moment after another one took its place.
     */
    public Optional<Holder> holder() throws IOException {
        return Holder.read(path.resolve("holder")).filter(Holder::isAlive);
    }

    /** The directory is this process's until this is closed. */
    public final class Hold implements AutoCloseable {
        private final FileChannel channel;
        private final Stay stay;

        private Hold(FileChannel channel, Stay stay) {
            this.channel = channel;
            this.stay = stay;
        }

        Stay stay() {
            return stay;
        }

        /** Tells others where this process listens. */
        public void announce(String address) throws IOException {
            new DurableFile(path.resolve("address")).write((address + "\n").getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(path.resolve("address"));
            Files.deleteIfExists(path.resolve("holder"));
            channel.close();
        }
    }

    /** Where the process that holds the directory listens, if it has said so yet. */
    public Optional<String> address() throws IOException {
        return new DurableFile(path.resolve("address"))
                .read()
                .map(bytes -> new String(bytes, StandardCharsets.US_ASCII).strip());
    }

    /** The token that requests must show; made when it is first needed, readable by the owner alone. */
    public String token() throws IOException, DataDirectoryException {
        Path file = path.resolve("token");
        if (!Files.exists(file)) {
            byte[] random = new byte[TOKEN_BYTES];
            new SecureRandom().nextBytes(random);
            new DurableFile(file).write((HexFormat.of().formatHex(random) + "\n").getBytes(StandardCharsets.US_ASCII));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        String token = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
        if (token.length() != 2 * TOKEN_BYTES || !token.chars().allMatch(HexFormat::isHexDigit)) {
            throw new DataDirectoryException(
                    "'" + file + "' is damaged: it has " + token.length() + " characters (expected: " + 2 * TOKEN_BYTES
                            + " hexadecimal digits); remove it and start the node again");
        }
        return token;
    }

    /**
     * The epoch of the history that is kept here, drawn before it begins. The log does not tell it while there is no snapshot.
     *
     * @throws DataDirectoryException if the file is damaged
     */
    public long epoch() throws IOException, DataDirectoryException {
        DurableFile file = epochFile();
        Optional<byte[]> kept = file.read();
        if (kept.isEmpty()) {
            long drawn = drawEpoch();
            begin(drawn);
            return drawn;
        }
        String text = new String(kept.get(), StandardCharsets.ISO_8859_1).strip();
        if (text.length() != 2 * Long.BYTES || !text.chars().allMatch(HexFormat::isHexDigit)) {
            throw new DataDirectoryException("'" + file.path() + "' is damaged: it has " + text.length()
                    + " characters (expected: " + 2 * Long.BYTES
                    + " hexadecimal digits); put a copy back, or remove it:"
                    + " then workers of this cluster end what they run when they meet it again");
        }
        return HexFormat.fromHexDigitsToLong(text);
    }

    static long drawEpoch() {
        return new SecureRandom().nextLong();
    }

    /** The history that is kept here is of this epoch from here on. */
    void begin(long epoch) throws IOException {
        epochFile().write((HexFormat.of().toHexDigits(epoch) + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private DurableFile epochFile() {
        return new DurableFile(path.resolve("epoch"));
    }

    /** A sentence if the disk has too little room for the node to take anything in; empty if not. */
    public Optional<String> lowDisk() throws IOException {
        long freeBytes = Files.getFileStore(path).getUsableSpace();
        return freeBytes >= LogSettings.FREE_BYTES_MIN_DEFAULT
                ? Optional.empty()
                : Optional.of("warning: the disk of '" + path + "' has " + (freeBytes >> 20)
                        + " MiB free (expected: at least " + (LogSettings.FREE_BYTES_MIN_DEFAULT >> 20)
                        + " MiB): nothing is taken in or run until there is more; make space, or stop the node and name"
                        + " another directory with --data");
    }

    private DataDirectoryException unusable(IOException failed) {
        return new DataDirectoryException("the data directory '" + path + "' cannot be used: " + FileTrouble.of(failed)
                + "; name another with --data DIR or MH_DATA");
    }

    /** The directory does not become that of a node, as what makes it one cannot be read or written. */
    public DataDirectoryException withoutIdentity(IOException failed) {
        return new DataDirectoryException("'" + path.resolve("identity") + "' cannot keep who this node is: "
                + FileTrouble.of(failed) + " (expected: a directory that "
                + System.getProperty("user.name") + " may write to, on a disk with room); mend that and join again,"
                + " with the same token, or name another directory with --data DIR or MH_DATA");
    }
}
