package org.manyhands.core.state;

/**
 * What the attempts of a step took so far.
 *
 * @param attempts how many were reported
 * @param millis the sum of their durations
 * @param startedTicks when the first item was granted; -1 before
 */
public record Work(long attempts, long millis, long startedTicks) {
    public static final Work NONE = new Work(0, 0, -1);

    public Work started(long ticks) {
        return startedTicks >= 0 ? this : new Work(attempts, millis, ticks);
    }

    public Work plus(long moreAttempts, long moreMillis) {
        return new Work(attempts + moreAttempts, millis + moreMillis, startedTicks);
    }
}
