package org.manyhands.worker.process;

/**
 * How long a task may take, and how much memory.
 *
 * @param timeoutMillis from its start until it is ended, in milliseconds; {@link #NO_TIMEOUT}: never
 * @param graceMillis between TERM and KILL, in milliseconds; 0: KILL at once; at most {@value #GRACE_MILLIS_MAX}
 * @param memoryBytes of all its processes together; {@link #NO_MEMORY_LIMIT}: all there is
 */
public record Limits(long timeoutMillis, long graceMillis, long memoryBytes) {
    public static final long NO_TIMEOUT = 0;
    public static final long NO_MEMORY_LIMIT = 0;
    public static final long GRACE_MILLIS_DEFAULT = 5_000;
    public static final long GRACE_MILLIS_MAX = 3_600_000;
    public static final Limits NONE = new Limits(NO_TIMEOUT, GRACE_MILLIS_DEFAULT, NO_MEMORY_LIMIT);

    public Limits {
        if (timeoutMillis < 0) {
            throw new IllegalArgumentException("timeout: " + timeoutMillis + " ms (expected: >= 0)");
        }
        if (graceMillis < 0 || graceMillis > GRACE_MILLIS_MAX) {
            throw new IllegalArgumentException("grace: " + graceMillis + " ms (expected: 0 to 1h)");
        }
        if (memoryBytes < 0) {
            throw new IllegalArgumentException("memory: " + memoryBytes + " bytes (expected: >= 0)");
        }
    }
}
