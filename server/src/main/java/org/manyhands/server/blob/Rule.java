package org.manyhands.server.blob;

import java.util.EnumSet;
import java.util.Set;

/**
 * Rules about copies of blobs, each of which keeps one from being lost or called so. They are always kept; the simulation switches
 * them off one by one and must find what then goes wrong.
 */
public enum Rule {
    /** A blob is lost when every store says that it lacks it, and not as long as one is silent. */
    LOST_WHEN_ALL_ANSWER,
    /** Of which there are the fewest copies is copied first. */
    RAREST_FIRST,
    /** A put returns when as many stores have the blob as must have an entry of the log. */
    PUT_WAITS_FOR_ENOUGH;

    /** All of them. */
    public static Set<Rule> all() {
        return EnumSet.allOf(Rule.class);
    }
}
