package org.manyhands.worker.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.manyhands.worker.foreign.Downcalls;

/**
 * The calls of the C library, for Linux with glibc on 64 bits. Each gives its result, or the negated {@code errno};
 * the first argument is the caller's {@link Errno} memory, because the JVM itself changes the thread's own.
 */
final class Libc {
    static final int O_CLOEXEC = 0x80000;
    static final int O_NONBLOCK = 0x800;
    static final int F_SETFL = 4;
    static final int X_OK = 1;
    static final int F_OK = 0;
    static final int WNOHANG = 1;
    static final int SIGCHLD = 17;
    static final int PR_SET_CHILD_SUBREAPER = 36;

    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_EACCESS = 0x200;
    private static final int STATX_BLOCKS = 0x400;
    private static final long SYS_PIDFD_SEND_SIGNAL = 424;
    private static final long SYS_PIDFD_OPEN = 434;

    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

    private static final MethodHandle PIPE2 = withErrno("pipe2", ADDRESS, JAVA_INT);
    private static final int RUSAGE_SELF = 0;
    private static final MethodHandle OPEN = variadic("open", JAVA_INT, 2, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle FCNTL = variadic("fcntl", JAVA_INT, 2, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle READ = sized("read", JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle PREAD = sized("pread", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle WRITE = sized("write", JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle CLOSE = withErrno("close", JAVA_INT);
    private static final MethodHandle EVENTFD = withErrno("eventfd", JAVA_INT, JAVA_INT);
    private static final MethodHandle POLL = withErrno("poll", ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle WAIT4 = withErrno("wait4", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
    private static final MethodHandle GETRUSAGE = withErrno("getrusage", JAVA_INT, ADDRESS);
    private static final MethodHandle FACCESSAT = withErrno("faccessat", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle STATX = withErrno("statx", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle GETSID = withErrno("getsid", JAVA_INT);
    private static final MethodHandle KILL = withErrno("kill", JAVA_INT, JAVA_INT);
    private static final MethodHandle PRCTL =
            variadic("prctl", JAVA_INT, 1, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SYSCALL =
            variadic("syscall", JAVA_LONG, 1, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SIGNAL =
            Downcalls.of("signal", FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS));

    private Libc() {}

    /** Loads the class, which fails where a call is missing. */
    static void load() {}

    private static MethodHandle withErrno(String name, MemoryLayout... arguments) {
        return Downcalls.of(name, FunctionDescriptor.of(JAVA_INT, arguments), ERRNO);
    }

    private static MethodHandle sized(String name, MemoryLayout... arguments) {
        return Downcalls.of(name, FunctionDescriptor.of(JAVA_LONG, arguments), ERRNO);
    }

    private static MethodHandle variadic(String name, MemoryLayout result, int fixed, MemoryLayout... arguments) {
        return Downcalls.of(
                name, FunctionDescriptor.of(result, arguments), ERRNO, Linker.Option.firstVariadicArg(fixed));
    }

    static int pipe2(Errno errno, MemorySegment ends, int flags) {
        try {
            return errno.result((int) PIPE2.invokeExact(errno.memory(), ends, flags));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    static int open(Errno errno, MemorySegment path, int flags) {
        try {
            return errno.result((int) OPEN.invokeExact(errno.memory(), path, flags, 0));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    static int setStatusFlags(Errno errno, int fd, int flags) {
        try {
            return errno.result((int) FCNTL.invokeExact(errno.memory(), fd, F_SETFL, flags));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    static int read(Errno errno, int fd, MemorySegment into) {
        try {
            return (int) errno.result((long) READ.invokeExact(errno.memory(), fd, into, into.byteSize()));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    static int pread(Errno errno, int fd, MemorySegment into, long offset) {
        try {
            return (int) errno.result((long) PREAD.invokeExact(errno.memory(), fd, into, into.byteSize(), offset));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    static int write(Errno errno, int fd, MemorySegment from) {
        try {
            return (int) errno.result((long) WRITE.invokeExact(errno.memory(), fd, from, from.byteSize()));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    static int close(Errno errno, int fd) {
        try {
            return errno.result((int) CLOSE.invokeExact(errno.memory(), fd));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    static int eventfd(Errno errno, int flags) {
        try {
            return errno.result((int) EVENTFD.invokeExact(errno.memory(), 0, flags));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    static int poll(Errno errno, MemorySegment descriptors, long count, int timeoutMillis) {
        try {
            return errno.result((int) POLL.invokeExact(errno.memory(), descriptors, count, timeoutMillis));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    static int wait4(Errno errno, int pid, MemorySegment status, int options, MemorySegment usage) {
        try {
            return errno.result((int) WAIT4.invokeExact(errno.memory(), pid, status, options, usage));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    /** Of this process. */
    static int getrusage(Errno errno, MemorySegment usage) {
        try {
            return errno.result((int) GETRUSAGE.invokeExact(errno.memory(), RUSAGE_SELF, usage));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    /** With the effective rights of the thread. */
    static int access(Errno errno, MemorySegment path, int mode) {
        try {
            return errno.result((int) FACCESSAT.invokeExact(errno.memory(), AT_FDCWD, path, mode, AT_EACCESS));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    /** Of a link itself; asks for the blocks. */
    static int statx(Errno errno, MemorySegment path, MemorySegment status) {
        try {
            return errno.result(
                    (int) STATX.invokeExact(errno.memory(), AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_BLOCKS, status));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    static int getsid(Errno errno, int pid) {
        try {
            return errno.result((int) GETSID.invokeExact(errno.memory(), pid));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    static int kill(Errno errno, int pid, int signal) {
        try {
            return errno.result((int) KILL.invokeExact(errno.memory(), pid, signal));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    static int prctl(Errno errno, int option, long value) {
        try {
            return errno.result((int) PRCTL.invokeExact(errno.memory(), option, value, 0L, 0L, 0L));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    static int pidfdOpen(Errno errno, int pid) {
        return syscall(errno, SYS_PIDFD_OPEN, pid, 0);
    }

    static int pidfdSendSignal(Errno errno, int pidfd, int signal) {
        return syscall(errno, SYS_PIDFD_SEND_SIGNAL, pidfd, signal);
    }

    private static int syscall(Errno errno, long number, long first, long second) {
        try {
            return (int) errno.result((long) SYSCALL.invokeExact(errno.memory(), number, first, second, 0L, 0L));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    /** A JVM that was started with SIGCHLD ignored would never learn how its children ended. */
    static void defaultChildSignal() {
        try {
            MemorySegment previous = (MemorySegment) SIGNAL.invokeExact(SIGCHLD, MemorySegment.NULL);
            if (previous.address() == -1) {
                throw new IllegalStateException("signal(SIGCHLD, SIG_DFL) failed");
            }
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }
}
