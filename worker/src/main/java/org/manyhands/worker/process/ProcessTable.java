package org.manyhands.worker.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A look at the processes of this machine. Safe for use by many threads. */
interface ProcessTable {
    /** All processes that can be seen now; one that comes or goes meanwhile may be missing. */
    List<ProcessEntry> all();

    /** The process with this number, or null if there is none. */
    @Nullable ProcessEntry entry(int pid);

    /** What the process was started with; empty if it may not be read, or the process is gone. */
    Environ environ(int pid);

    /** The best table that this system has. */
    static ProcessTable ofThisSystem() {
        return Files.isReadable(Path.of("/proc/self/stat")) ? new ProcTable() : new HandleTable();
    }
}
