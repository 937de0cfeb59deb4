package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** Started by {@code posix_spawn}: holds nothing of this JVM but the end of the pipe to read from. */
final class PosixDetached implements Detached {
    private static final ByteString ROOT = ByteString.copyFromUtf8("/");

    private final PosixSystem system;
    private final int pid;
    private int pipe;

    private PosixDetached(PosixSystem system, int pid, int pipe) {
        this.system = system;
        this.pid = pid;
        this.pipe = pipe;
    }

    static Detached start(PosixSystem system, List<ByteString> command) throws IOException {
        Environment environment = Environment.builder()
                .put("PATH", MinimalEnvironment.PATH_DEFAULT)
                .build();
        try (Arena arena = Arena.ofConfined();
                NativeBuffer buffer = new NativeBuffer(4096);
                Spawner spawner = new Spawner()) {
            Errno errno = Errno.in(arena);
            MemorySegment ends = arena.allocate(ValueLayout.JAVA_INT, 2);
            int failure = Libc.pipe2(errno, ends, Libc.O_CLOEXEC);
            if (failure < 0) {
                throw new IOException("no pipe for " + command.getFirst().toStringUtf8() + ": " + Errno.name(-failure));
            }
            int readEnd = ends.getAtIndex(ValueLayout.JAVA_INT, 0);
            int writeEnd = ends.getAtIndex(ValueLayout.JAVA_INT, 1);
            CommandImage image = CommandImage.write(buffer, command.getFirst(), command, environment);
            int pid = spawner.spawn(image, new Spawner.Place(readEnd, system.nullFd(), system.nullFd(), ROOT));
            Libc.close(errno, readEnd);
            if (pid < 0) {
                Libc.close(errno, writeEnd);
                throw new IOException("cannot start " + command.getFirst().toStringUtf8() + ": " + Errno.name(-pid));
            }
            system.orphans().spare(pid);
            return new PosixDetached(system, pid, writeEnd);
        }
    }

    @Override
    public long pid() {
        return pid;
    }

    /** The JVM ignores SIGPIPE, so writing to a dead process is only an error. */
    @Override
    public synchronized void tell(ByteString word) {
        if (pipe >= 0) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, word.toByteArray());
                Libc.write(Errno.in(arena), pipe, bytes);
            }
        }
    }

    @Override
    public synchronized void hangUp() {
        if (pipe >= 0) {
            try (Arena arena = Arena.ofConfined()) {
                Libc.close(Errno.in(arena), pipe);
            }
            pipe = -1;
        }
    }

    @Override
    public void awaitEnd() {
        try (Arena arena = Arena.ofConfined()) {
            Errno errno = Errno.in(arena);
            MemorySegment status = arena.allocate(ValueLayout.JAVA_INT);
            while (Libc.wait4(errno, pid, status, 0, MemorySegment.NULL) == -Errno.EINTR) {
                Thread.onSpinWait();
            }
        }
        system.orphans().spareNoMore(pid);
    }
}
