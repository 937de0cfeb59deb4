package org.manyhands.worker.process;

import java.lang.foreign.Arena;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What all slots of a worker share: the table of processes, the orphans, and {@code /dev/null}. */
final class PosixSystem implements AutoCloseable {
    private static final int O_RDWR = 2;
    private static final int STANDARD_ERROR_FD = 2;

    private final ProcessTable table = new ProcTable();
    private final Signaller signaller = new PidfdSignaller(table);
    private final Orphans orphans;
    private final int nullFd;
    private volatile @Nullable UserStart userStart;

    PosixSystem() throws UnsupportedSystemException {
        Libc.defaultChildSignal();
        nullFd = openNull();
        requirePidfd();
        orphans = new Orphans(table);
    }

    /**
     * Opens {@code /dev/null} until it is above 2: a JVM that was started with a standard descriptor closed would
     * otherwise get pipe ends there, which a new process overwrites.
     */
    private static int openNull() throws UnsupportedSystemException {
        try (Arena arena = Arena.ofConfined()) {
            Errno errno = Errno.in(arena);
            int fd = Libc.open(errno, arena.allocateFrom("/dev/null"), O_RDWR | Libc.O_CLOEXEC);
            if (fd < 0) {
                throw new UnsupportedSystemException("/dev/null cannot be opened: " + Errno.name(-fd));
            }
            return fd <= STANDARD_ERROR_FD ? openNull() : fd;
        }
    }

    private static void requirePidfd() throws UnsupportedSystemException {
        try (Arena arena = Arena.ofConfined()) {
            Errno errno = Errno.in(arena);
            int fd = Libc.pidfdOpen(errno, (int) ProcessHandle.current().pid());
            if (fd < 0) {
                throw new UnsupportedSystemException("the kernel has no pidfd_open (Linux 5.3 or newer)");
            }
            Libc.close(errno, fd);
        }
    }

    /** Finds what is needed to start commands as other users. */
    void findUserStart() throws UnsupportedSystemException {
        userStart = UserStart.find();
    }

    /** How commands start as other users, after {@link #findUserStart}. */
    UserStart userStart() {
        return Objects.requireNonNull(userStart);
    }

    int nullFd() {
        return nullFd;
    }

    Orphans orphans() {
        return orphans;
    }

    TreeEnding endingOf(TaskIdentity task, long nowNanos, long graceMillis) {
        return new TreeEnding(new ProcessTree(table, orphans, task), signaller, nowNanos, graceMillis);
    }

    @Override
    public void close() {
        orphans.close();
        try (Arena arena = Arena.ofConfined()) {
            Libc.close(Errno.in(arena), nullFd);
        }
    }
}
