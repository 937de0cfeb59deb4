package org.manyhands.core.place;

import org.manyhands.core.state.Lease;

/**
 * What one node could do for a step.
 *
 * @param width how many of its tasks could run there at once, those of the lease included
 * @param lease what it has of the step already
 */
record Offer(long session, String node, long width, Lease lease) {
    /** The same offer if the step may only run so many more. */
    Offer within(long more) {
        return new Offer(session, node, Math.min(width, lease.used() + more), lease);
    }
}
