package org.manyhands.worker.stream;

import java.util.concurrent.TimeUnit;

/** How many items are asked together: as many as take a moment, so that slots share fairly and yet little is waited for. */
final class Window {
    /** Items that are with a process and not yet kept. */
    static final int RECORDS_MAX = 4_096;

    private static final long AIM_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** For a program that is started anew for each batch. */
    private static final long AIM_AT_END_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);
    /** Answers are in memory until they are kept. */
    private static final long AIM_BYTES = 4 << 20;

    private static final int GROWTH_MAX = 8;

    private int size = 1;

    int size() {
        return size;
    }

    /** Begins with one again: where one item is bad the next may be, and is then found at once. */
    void shut() {
        size = 1;
    }

    /** So many at most, for now. */
    void shrink(int most) {
        size = Math.max(1, most);
    }

    /** So many items took so long, and their answers have so many bytes. */
    void learn(int count, long nanos, long bytes, Habit.Kind habit) {
        long aim = habit == Habit.Kind.AT_END ? AIM_AT_END_NANOS : AIM_NANOS;
        double byTime = (double) count * aim / Math.max(1, nanos);
        double byBytes = (double) count * AIM_BYTES / Math.max(1, bytes);
        double most = Math.min(RECORDS_MAX, (double) GROWTH_MAX * Math.max(size, count));
        size = (int) Math.max(1, Math.min(most, Math.min(byTime, byBytes)));
    }
}
