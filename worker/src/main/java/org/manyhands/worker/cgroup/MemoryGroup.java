package org.manyhands.worker.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A control group whose processes together may use so much memory, and no more. */
public final class MemoryGroup implements AutoCloseable {
    private final Dialect dialect;
    private final Path directory;

    MemoryGroup(Dialect dialect, Path directory) {
        this.dialect = dialect;
        this.directory = directory;
    }

    /** A process that writes {@code 0} into this file is in the group from then on, and so is all that it starts. */
    public Path entrance() {
        return directory.resolve("cgroup.procs");
    }

    /**
     * Lets processes of a user enter, and those of no other but root.
     *
     * @throws IOException if the kernel does not have that
     */
    public void admit(int uid) throws IOException {
        dialect.admit(entrance(), uid);
    }

    /**
     * Limits what its processes may use together.
     *
     * @throws IOException if the kernel refuses, also because more than that is still in use
     */
    public void limit(long bytes) throws IOException {
        dialect.limit(directory, bytes);
    }

    /** How many of its processes the kernel has killed because of the limit, since the group was made. */
    public long kills() throws IOException {
        return dialect.kills(directory);
    }

    /**
     * Removes the group.
     *
     * @throws IOException if processes are left in it
     */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(directory);
    }
}
