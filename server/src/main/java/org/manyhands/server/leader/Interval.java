package org.manyhands.server.leader;

import java.time.Duration;

/** Something that is done again and again, so long after it was done last. One thread at a time. */
final class Interval {
    private final long nanos;
    private long lastNanos;

    private Interval(Duration each, long lastNanos) {
        nanos = each.toNanos();
        this.lastNanos = lastNanos;
    }

    /** Due for the first time after one interval. */
    static Interval later(Duration each) {
        return new Interval(each, System.nanoTime());
    }

    /** Due for the first time at once. */
    static Interval now(Duration each) {
        return new Interval(each, System.nanoTime() - each.toNanos());
    }

    boolean due() {
        return System.nanoTime() - lastNanos >= nanos;
    }

    /** It is done; the next interval begins. */
    void done() {
        lastNanos = System.nanoTime();
    }
}
