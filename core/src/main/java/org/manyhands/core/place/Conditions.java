package org.manyhands.core.place;

import java.util.SortedMap;

/**
 * What {@code where} of steps means. It is said outside of the core, which does not know the language; equal arguments must
 * have equal answers, or the placer is no function any more.
 */
public interface Conditions {
    /**
     * Whether a node meets a condition; one that cannot be understood is met by none.
     *
     * @param where not empty
     * @param labels what the node is like, see {@link org.manyhands.core.state.Labels}
     */
    boolean holds(String where, String node, SortedMap<String, String> labels);
}
