package org.manyhands.verify.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A disk over a real directory, which has what was done; beside it is kept what of that was forced.
 *
 * <p>Concurrency: every change is made under the one lock, in the real directory and in the nodes. Names are stricter than those
 * of a real file system: forcing a file does not force its name, and changes of two directories come in any order.
 */
final class ForgetfulDisk implements AutoCloseable {
    private final Path directory;
    private final Set<Fault> faults;
    private final DirectoryNode top;
    private final ForgetfulProvider provider = new ForgetfulProvider(this);
    private final List<String> history = new ArrayList<>();
    private final List<Closeable> open = new ArrayList<>();
    private long left = Long.MAX_VALUE;

    /** Something that changes the disk. */
    interface Operation {
        void run() throws IOException;
    }

    /** Begins with what a directory has, all of it forced. */
    ForgetfulDisk(Path directory, Set<Fault> faults) throws IOException {
        this.directory = directory.toRealPath();
        this.faults = faults.isEmpty() ? EnumSet.noneOf(Fault.class) : EnumSet.copyOf(faults);
        this.top = (DirectoryNode) load(this.directory);
    }

    private static Node load(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return new LinkNode(Files.readSymbolicLink(path));
        }
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return new FileNode(Files.readAllBytes(path));
        }
        SortedMap<String, Node> names = new TreeMap<>();
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.toList()) {
                names.put(file.getFileName().toString(), load(file));
            }
        }
        return new DirectoryNode(names);
    }

    /** Where a program finds it. */
    Path root() {
        return provider.wrap(directory);
    }

    /** After so many more operations the power is off: whatever is tried then fails and changes nothing. */
    synchronized void stopAfter(long operations) {
        left = operations;
    }

    /** Only the program has died: what it had open is closed, and what it did is there for the next one. */
    synchronized void restart() throws IOException {
        close();
        history.add("-- the process dies, the next one begins");
    }

    synchronized List<String> history() {
        return List.copyOf(history);
    }

    /** What would be there had the power gone off now. */
    synchronized Image after(Loss loss) {
        Image image = new Image();
        top.putInto(image, Path.of(""), loss);
        return image;
    }

    synchronized void change(String name, Path path, Operation operation) throws IOException {
        requirePower();
        operation.run();
        left--;
        history.add(name + " " + directory.relativize(path));
    }

    synchronized boolean stopped() {
        return left <= 0;
    }

    synchronized void requirePower() throws IOException {
        if (stopped()) {
            throw new PowerLossException();
        }
    }

    void force(Node node) {
        boolean forgotten = faults.contains(
                node instanceof DirectoryNode ? Fault.DIRECTORIES_ARE_NOT_FORCED : Fault.FILES_ARE_NOT_FORCED);
        if (!forgotten) {
            node.force();
        }
    }

    /** Others lie above it, and are only looked at and forced. */
    boolean has(Path path) {
        return path.startsWith(directory);
    }

    synchronized Node node(Path path) throws NoSuchFileException {
        Node node = top;
        for (Path name : directory.relativize(path)) {
            Node next = name.toString().isEmpty()
                    ? node
                    : node instanceof DirectoryNode at ? at.get(name.toString()) : null;
            if (next == null) {
                throw new NoSuchFileException(path.toString(), null, "it lies outside of the disk, or behind a link");
            }
            node = next;
        }
        return node;
    }

    synchronized DirectoryNode parent(Path path) throws NoSuchFileException {
        Path parent = path.getParent();
        if (parent != null && node(parent) instanceof DirectoryNode found) {
            return found;
        }
        throw new NoSuchFileException(path.toString());
    }

    synchronized void opened(Closeable channel) {
        open.add(channel);
    }

    @Override
    public synchronized void close() throws IOException {
        for (Closeable channel : open) {
            channel.close();
        }
        open.clear();
    }
}
