package org.manyhands.core.place;

import org.manyhands.core.state.Work;

/** How many items a lease should have, so that no slot is idle between two commits and yet little waits on one node. */
final class Depth {
    /** Work ahead is at least this long, in milliseconds. */
    private static final long HORIZON_MIN_MILLIS = 1_000;

    /** A step commits every this much of its age, and work ahead grows with it: one part in 50 is 2 %. */
    private static final long AGE_PARTS = 50;

    /** Items stay in the lease until their commit is applied, so it must outlast more than one interval. */
    private static final double INTERVALS = 2.5;

    /** As long as nothing is known of the items, each slot gets this many. */
    private static final long UNKNOWN_PER_SLOT = 2;

    /** What is known of so many attempts is taken to hold for this many times as many items. */
    private static final long TRUST = 4;

    private static final long ITEMS_MAX = 1_000_000;

    private Depth() {}

    /** How many items the lease lacks; none as long as it has more than half of what it should have. */
    static long missing(Work work, long ticks, Offer offer) {
        long has = offer.lease().items().size();
        if (offer.site().trial()) {
            return has == 0 ? 1 : 0;
        }
        long target = target(work, ticks, offer.width());
        return has > target / 2 && offer.width() <= has ? 0 : Math.max(0, target - has);
    }

    /** The most items with which a lease that runs so many at once, and could run no more, lacks any; never less for more at once. */
    static long low(Work work, long ticks, long width) {
        return target(work, ticks, width) / 2;
    }

    private static long target(Work work, long ticks, long width) {
        long least = UNKNOWN_PER_SLOT * width;
        if (work.attempts() == 0) {
            return least;
        }
        double meanMillis = Math.max(0.01, (double) work.millis() / work.attempts());
        long horizonMillis = Math.max(HORIZON_MIN_MILLIS, (ticks - work.startedTicks()) / AGE_PARTS);
        long ahead = (long) (width * INTERVALS * horizonMillis / meanMillis);
        return Math.max(least, Math.min(ITEMS_MAX, Math.min(ahead, TRUST * work.attempts())));
    }
}
