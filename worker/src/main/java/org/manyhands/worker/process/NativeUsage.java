package org.manyhands.worker.process;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads {@code struct rusage} of Linux on 64 bits. */
final class NativeUsage {
    private static final long USER_OFFSET = 0;
    private static final long SYSTEM_OFFSET = 16;
    private static final long MAX_RSS_KIB_OFFSET = 32;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long BYTES_PER_KIB = 1024;

    private NativeUsage() {}

    static Usage read(MemorySegment usage) {
        return new Usage(
                micros(usage, USER_OFFSET),
                micros(usage, SYSTEM_OFFSET),
                usage.get(ValueLayout.JAVA_LONG, MAX_RSS_KIB_OFFSET) * BYTES_PER_KIB);
    }

    private static long micros(MemorySegment usage, long offset) {
        return usage.get(ValueLayout.JAVA_LONG, offset) * MICROS_PER_SECOND
                + usage.get(ValueLayout.JAVA_LONG, offset + Long.BYTES);
    }
}
