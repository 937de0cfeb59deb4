package org.manyhands.core.place;

import org.manyhands.core.items.ItemSet;
import org.manyhands.core.state.Lease;

/**
 * What one node could do for a step.
 *
 * @param width how many of its tasks could run there at once, those of the lease included
 * @param lease what it has of the step already
 */
record Offer(Site site, long width, Lease lease) {
    String node() {
        return site.node();
    }

    /** Whether only the room makes a difference between them. */
    boolean alike(Offer other) {
        return site.group().equals(other.site.group()) && site.distance() == other.site.distance();
    }

    /** Whether more could run at once than do, be it of what the lease has or of more. */
    boolean begins() {
        return lease.items().size() < width || lease.width() < width;
    }

    /** The same offer if the step may only run so many more. */
    Offer within(long more) {
        return widened(lease.used() + Math.min(width - lease.used(), more));
    }

    /** The same offer if so many could run there. */
    Offer widened(long newWidth) {
        return new Offer(site, newWidth, lease);
    }

    /** The offer after these items were given. */
    Offer take(ItemSet items) {
        return lease.items().isEmpty() && items.isEmpty()
                ? this
                : new Offer(site, width, lease.grant(items, (int) width));
    }
}
