package org.manyhands.core.state;

/**
 * What the tasks of a session say of its node. It is evidence, not proof: so a node is set aside for a time only, and tried again.
 *
 * @param failedInRow how many tasks failed there since the last one that did not
 * @param okElsewhere of tasks that failed there, how many succeeded on another node since then
 * @param failedElsewhere how many failed there too
 * @param reason how the last one failed; empty if none did
 * @param asideUntilTicks until when it gets nothing; may be over
 * @param times how often it was set aside since the last success; counted as far as it matters
 */
public record Health(
        int failedInRow, int okElsewhere, int failedElsewhere, String reason, long asideUntilTicks, int times) {
    public static final Health GOOD = new Health(0, 0, 0, "", 0, 0);

    /** A node on which so many fail in a row may be set aside. */
    public static final int FAILED_IN_ROW_MAX = 8;

    /** If so many of what failed there succeeded elsewhere. */
    public static final int OK_ELSEWHERE_MIN = 4;

    /** And so many times as many as failed elsewhere as well: else tasks just fail often. */
    public static final int OK_PER_FAILED = 2;

    /** The first time; each time after that it is twice as long. */
    public static final long SET_ASIDE_MILLIS = 15_000;

    /** It is no longer than this. */
    public static final long SET_ASIDE_MILLIS_MAX = 1_800_000;

    /** After so many times it is no longer than the last time. */
    private static final int DOUBLINGS_MAX = 7;

    /** So many more have failed. */
    public Health failed(long more, String newReason) {
        return new Health(sum(failedInRow, more), okElsewhere, failedElsewhere, newReason, asideUntilTicks, times);
    }

    /** So many of them were tried elsewhere. */
    public Health elsewhere(long ok, long failed) {
        return new Health(
                failedInRow, sum(okElsewhere, ok), sum(failedElsewhere, failed), reason, asideUntilTicks, times);
    }

    private static int sum(int before, long more) {
        return (int) Math.min(Integer.MAX_VALUE, before + more);
    }

    /** Set aside from now on, once more. */
    public Health setAside(long ticks) {
        long millis = Math.min(SET_ASIDE_MILLIS_MAX, SET_ASIDE_MILLIS << Math.min(times, DOUBLINGS_MAX));
        return new Health(
                failedInRow, okElsewhere, failedElsewhere, reason, ticks + millis, Math.min(times, DOUBLINGS_MAX) + 1);
    }

    public boolean aside(long ticks) {
        return ticks < asideUntilTicks;
    }

    /** Whether one task at a time is to show if it is well again, as soon as it is not aside any more. */
    public boolean onTrial() {
        return times > 0;
    }

    /** Whether enough speaks against the node to set it aside. */
    public boolean sick() {
        return failedInRow >= FAILED_IN_ROW_MAX
                && okElsewhere >= OK_ELSEWHERE_MIN
                && okElsewhere >= OK_PER_FAILED * (long) failedElsewhere;
    }

    /** What speaks against the node. */
    public String sentence() {
        return failedInRow + " tasks failed there in a row, and " + okElsewhere + " of them succeeded elsewhere: "
                + reason;
    }
}
