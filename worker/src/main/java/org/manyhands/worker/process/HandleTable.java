package org.manyhands.worker.process;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the JDK knows of processes: enough for descendants, but neither sessions nor marks. */
final class HandleTable implements ProcessTable {
    @Override
    public List<ProcessEntry> all() {
        return ProcessHandle.allProcesses().map(HandleTable::entryOf).toList();
    }

    @Override
    public @Nullable ProcessEntry entry(int pid) {
        Optional<ProcessHandle> handle = ProcessHandle.of(pid);
        return handle.isPresent() ? entryOf(handle.get()) : null;
    }

    @Override
    public Environ environ(int pid) {
        return Environ.NONE;
    }

    private static ProcessEntry entryOf(ProcessHandle handle) {
        long parent = handle.parent().map(ProcessHandle::pid).orElse((long) ProcessEntry.UNKNOWN);
        long start = handle.info().startInstant().map(Instant::toEpochMilli).orElse((long) ProcessEntry.UNKNOWN);
        return new ProcessEntry((int) handle.pid(), (int) parent, ProcessEntry.UNKNOWN, start, !handle.isAlive());
    }
}
