package org.manyhands.server.leader;

/**
 * How long jobs that have ended are kept, with their outputs.
 *
 * @param keepMillis since its end, by the wall clock, in milliseconds; {@link Long#MAX_VALUE}: for ever
 * @param keepBytes of the outputs of all jobs together; above it those that ended first go first, and never one that has
 *     not ended; {@link Long#MAX_VALUE}: no limit
 */
public record Retention(long keepMillis, long keepBytes) {
    public static final Retention FOREVER = new Retention(Long.MAX_VALUE, Long.MAX_VALUE);

    public Retention {
        if (keepMillis < 0 || keepBytes < 0) {
            throw new IllegalArgumentException(
                    "retention: " + keepMillis + " ms, " + keepBytes + " bytes (expected: >= 0)");
        }
    }

    /** When a job must have ended to be kept, in milliseconds since 1970. */
    long since(long nowMillis) {
        return keepMillis == Long.MAX_VALUE ? Long.MIN_VALUE : nowMillis - keepMillis;
    }

    boolean limitsBytes() {
        return keepBytes != Long.MAX_VALUE;
    }
}
