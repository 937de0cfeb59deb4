package org.manyhands.worker.run;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;

/** Monotonic milliseconds that count suspend, where the system has such a clock (CLOCK_BOOTTIME of Linux). */
final class WorkerClock {
    private static final int CLOCK_BOOTTIME = 7;
    private static final MethodHandle GETTIME = find();
    private static final long NANOS_PER_MILLI = 1_000_000;

    private WorkerClock() {}

    static long millis() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(ValueLayout.JAVA_LONG, 2);
            if ((int) GETTIME.invokeExact(CLOCK_BOOTTIME, time) == 0) {
                return TimeUnit.SECONDS.toMillis(time.getAtIndex(ValueLayout.JAVA_LONG, 0))
                        + time.getAtIndex(ValueLayout.JAVA_LONG, 1) / NANOS_PER_MILLI;
            }
        } catch (Throwable unavailable) {
            throw new IllegalStateException("clock_gettime", unavailable);
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private static MethodHandle find() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("clock_gettime"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    }
}
