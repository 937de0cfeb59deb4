package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Prints what a slot adds to spawning and reaping {@code /bin/true}: capture, pidfd, and the proof that nothing is
 * left. One at a time, both ways in turn; medians. Argument: number of rounds.
 */
final class SlotOverheadBenchmark {
    private SlotOverheadBenchmark() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 4000;
        ByteString path = ByteString.copyFromUtf8("/bin/true");
        ByteString root = ByteString.copyFromUtf8("/");
        Environment environment = new BootMark("benchmark", 1)
                .mark(MinimalEnvironment.of(Environment.EMPTY, Environment.EMPTY), "key")
                .build();
        Command command = new Command(List.of(path), environment, root);
        long[] bare = new long[rounds];
        long[] full = new long[rounds];
        try (PosixSpawnStarter starter = PosixSpawnStarter.open();
                PosixSystem system = new PosixSystem();
                Slot slot = starter.openSlot();
                Arena arena = Arena.ofConfined();
                NativeBuffer buffer = new NativeBuffer(4096);
                Spawner spawner = new Spawner()) {
            Errno errno = Errno.in(arena);
            MemorySegment status = arena.allocate(ValueLayout.JAVA_INT);
            CommandImage image = CommandImage.write(buffer, path, command.argv(), environment);
            for (int i = 0; i < rounds; i++) {
                long startNanos = System.nanoTime();
                int pid = spawner.spawn(
                        image, new Spawner.Place(system.nullFd(), system.nullFd(), system.nullFd(), root));
                Libc.wait4(errno, pid, status, 0, MemorySegment.NULL);
                long middleNanos = System.nanoTime();
                slot.run(command, OutputSink.DISCARD, OutputSink.DISCARD, Limits.NONE, new CancelHandle());
                bare[i] = middleNanos - startNanos;
                full[i] = System.nanoTime() - middleNanos;
            }
        }
        System.out.printf(
                Locale.ROOT, "spawn and reap %.1f µs, in a slot %.1f µs%n", medianMicros(bare), medianMicros(full));
    }

    private static double medianMicros(long[] nanos) {
        long[] sorted = Arrays.stream(nanos).skip(nanos.length / 4).sorted().toArray();
        return sorted[sorted.length / 2] / 1e3;
    }
}
