package org.manyhands.core.state;

/**
 * What the tasks of a session say of its node. It is evidence, not proof: so a node is set aside for a time only, and tried again.
 *
 * @param failedInRow how many tasks failed there since the last one that did not, of steps of which others succeed
 * @param reason why it was set aside last; empty if it never was
 * @param asideUntilTicks until when it gets nothing; may be over
 * @param times how often it was set aside since the last success; counted as far as it matters
 */
public record Health(int failedInRow, String reason, long asideUntilTicks, int times) {
    public static final Health GOOD = new Health(0, "", 0, 0);

    /** A node on which so many fail is set aside. */
    public static final int FAILED_IN_ROW_MAX = 8;

    /** The first time; each time after that it is twice as long. */
    public static final long SET_ASIDE_MILLIS = 60_000;

    /** It is no longer than this. */
    public static final long SET_ASIDE_MILLIS_MAX = 1_800_000;

    /** After so many times it is no longer than the last time. */
    private static final int DOUBLINGS_MAX = 5;

    /** So many more have failed. */
    public Health failed(long more) {
        return new Health((int) Math.min(Integer.MAX_VALUE, failedInRow + more), reason, asideUntilTicks, times);
    }

    /** Set aside from now on, once more. */
    public Health setAside(String newReason, long ticks) {
        long millis = Math.min(SET_ASIDE_MILLIS_MAX, SET_ASIDE_MILLIS << Math.min(times, DOUBLINGS_MAX));
        return new Health(failedInRow, newReason, ticks + millis, Math.min(times, DOUBLINGS_MAX) + 1);
    }

    public boolean aside(long ticks) {
        return ticks < asideUntilTicks;
    }

    /** Whether one task at a time is to show if it is well again, as soon as it is not aside any more. */
    public boolean onTrial() {
        return times > 0;
    }

    /** Whether enough have failed to set it aside. */
    public boolean sick() {
        return failedInRow >= FAILED_IN_ROW_MAX;
    }
}
