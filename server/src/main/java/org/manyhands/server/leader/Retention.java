package org.manyhands.server.leader;

/**
 * How long jobs that have ended are kept, with their outputs.
 *
 * @param keepMillis since its end, by the wall clock, in milliseconds; {@link Long#MAX_VALUE}: for ever
 * @param keepBytes of the outputs of all jobs together; above it those that ended first go first, and never one that has
 *     not ended; {@link Long#MAX_VALUE}: no limit
 * @param unarchivedJobs so many that ended last are kept in the control state, and not as pages
 */
public record Retention(long keepMillis, long keepBytes, int unarchivedJobs) {
    public static final int UNARCHIVED_JOBS = 1_000;
    public static final Retention FOREVER = new Retention(Long.MAX_VALUE, Long.MAX_VALUE, UNARCHIVED_JOBS);

    public Retention {
        if (keepMillis < 0 || keepBytes < 0 || unarchivedJobs < 0) {
            throw new IllegalArgumentException("retention: " + keepMillis + " ms, " + keepBytes + " bytes, "
                    + unarchivedJobs + " jobs (expected: >= 0)");
        }
    }

    /** When a job must have ended to be kept, in milliseconds since 1970. */
    long since(long nowMillis) {
        return nowMillis - keepMillis;
    }

    boolean limitsAge() {
        return keepMillis != Long.MAX_VALUE;
    }

    boolean limitsBytes() {
        return keepBytes != Long.MAX_VALUE;
    }
}
