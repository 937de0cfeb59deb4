package org.manyhands.worker.process;

/**
 * What the first process of a task used, together with the descendants that it waited for. {@link #UNKNOWN} stands
 * where the system does not tell.
 *
 * @param userMicros cpu time in user mode, in microseconds
 * @param systemMicros cpu time in the kernel, in microseconds
 * @param maxRssBytes the largest resident set of any one of these processes, in bytes; {@link #UNKNOWN} also where
 *     {@code posix_spawn} hides it, which it does for processes smaller than this JVM
 */
public record Usage(long userMicros, long systemMicros, long maxRssBytes) {
    public static final long UNKNOWN = -1;
    public static final Usage NONE = new Usage(0, 0, 0);
}
