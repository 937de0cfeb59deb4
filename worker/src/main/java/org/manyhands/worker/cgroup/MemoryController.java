package org.manyhands.worker.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A place in a hierarchy of control groups below which this process may make groups with a memory limit of their own. */
public final class MemoryController {
    private static final String PREFIX = "manyhands-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "([0-9]{1,18})-[0-9]+");
    private static final Logger LOG = LoggerFactory.getLogger(MemoryController.class);

    private final Dialect dialect;
    private final Path parent;
    private final AtomicInteger groups = new AtomicInteger();

    private MemoryController(Dialect dialect, Path parent) {
        this.dialect = dialect;
        this.parent = parent;
    }

    /** Finds the place for this process and tries it out. */
    public static MemoryController find() throws NoMemoryControllerException {
        return find(Path.of("/proc/self"), Path.of("/"));
    }

    /**
     * @param process its directory in {@code /proc}
     * @param root what the mount points are below; another one than {@code /} in tests
     */
    static MemoryController find(Path process, Path root) throws NoMemoryControllerException {
        try {
            Place place = Place.of(process, root);
            MemoryController controller =
                    new MemoryController(place.dialect(), place.dialect().prepare(place.group()));
            controller.removeLeftOvers();
            controller.newGroup().close();
            return controller;
        } catch (IOException refused) {
            throw new NoMemoryControllerException("control groups cannot be made here: "
                    + refused.getClass().getSimpleName() + ": " + refused.getMessage());
        }
    }

    /** For people: which mechanism it is. */
    public String sentence() {
        return "Memory limits are kept by control groups version " + dialect.version() + " below " + parent + ".";
    }

    /** A group without a limit yet. */
    public MemoryGroup newGroup() throws IOException {
        String name = PREFIX + ProcessHandle.current().pid() + "-" + groups.incrementAndGet();
        return new MemoryGroup(dialect, Files.createDirectory(parent.resolve(name)));
    }

    /** Groups of processes that are gone; their tasks were ended by the sweep. */
    private void removeLeftOvers() throws IOException {
        try (DirectoryStream<Path> there = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path group : there) {
                Matcher name = NAME.matcher(group.getFileName().toString());
                if (name.matches()
                        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    remove(group);
                }
            }
        }
    }

    private static void remove(Path group) {
        try {
            Files.delete(group);
        } catch (IOException busy) {
            LOG.warn("The control group {} of an earlier start is still in use: {}", group, busy.toString());
        }
    }
}
