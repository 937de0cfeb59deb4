package org.manyhands.core.plan;

/**
 * What happens to an item that failed.
 *
 * @param max how often it is tried again; 0 to {@value #RETRIES_MAX}
 * @param backoffMillis the wait before the first retry, in milliseconds; doubled for the second and the third, then
 *     constant; 0 to 86 400 000
 */
public record Retry(int max, long backoffMillis) {
    public static final int RETRIES_MAX = 100;
    public static final Retry NONE = new Retry(0, 0);

    private static final int DOUBLINGS_MAX = 2;

    public Retry {
        if (max < 0 || max > RETRIES_MAX) {
            throw new IllegalArgumentException("retries: " + max + " (expected: 0 to " + RETRIES_MAX + ")");
        }
        if (backoffMillis < 0 || backoffMillis > 86_400_000) {
            throw new IllegalArgumentException("backoff: " + backoffMillis + " ms (expected: 0 to 24h)");
        }
    }

    /** The wait in milliseconds before the attempt that follows the given number of failures (1, 2, ...). */
    public long waitMillis(int failures) {
        return backoffMillis << Math.min(failures - 1, DOUBLINGS_MAX);
    }
}
