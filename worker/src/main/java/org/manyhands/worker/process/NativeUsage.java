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

    /**
     * @param inheritedRssBytes the largest resident set of this JVM when the process started: until its exec the process
     *     shares the JVM's memory, and the kernel counts that as its own, so a figure that is no larger tells nothing
     */
    static Usage read(MemorySegment usage, long inheritedRssBytes) {
        long maxRssBytes = maxRssBytes(usage);
        return new Usage(
                micros(usage, USER_OFFSET),
                micros(usage, SYSTEM_OFFSET),
                maxRssBytes > inheritedRssBytes ? maxRssBytes : Usage.UNKNOWN);
    }

    /** The largest resident set of this JVM until now, in bytes. */
    static long ownMaxRssBytes(Errno errno, MemorySegment usage) {
        if (Libc.getrusage(errno, usage) < 0) {
            throw new IllegalStateException("getrusage refused (expected: it never does)");
        }
        return maxRssBytes(usage);
    }

    private static long maxRssBytes(MemorySegment usage) {
        return usage.get(ValueLayout.JAVA_LONG, MAX_RSS_KIB_OFFSET) * BYTES_PER_KIB;
    }

    private static long micros(MemorySegment usage, long offset) {
        return usage.get(ValueLayout.JAVA_LONG, offset) * MICROS_PER_SECOND
                + usage.get(ValueLayout.JAVA_LONG, offset + Long.BYTES);
    }
}
