package org.manyhands.core.place;

import org.manyhands.core.items.ItemSet;
import org.manyhands.core.state.Lease;

/**
 * What one node could do for a step.
 *
 * @param width how many of its tasks could run there at once, those of the lease included
 * @param lease what it has of the step already
 * @param trial it is to show with one item if it is well again
 */
record Offer(long session, String node, long width, Lease lease, boolean trial) {
    /** The same offer if the step may only run so many more. */
    Offer within(long more) {
        return new Offer(session, node, lease.used() + Math.min(width - lease.used(), more), lease, trial);
    }

    /** The same offer if so many could run there. */
    Offer widened(long newWidth) {
        return new Offer(session, node, newWidth, lease, trial);
    }

    /** The offer after these items were given. */
    Offer take(ItemSet items) {
        return lease.items().isEmpty() && items.isEmpty()
                ? this
                : new Offer(session, node, width, lease.grant(items, (int) width), trial);
    }
}
