package org.manyhands.server.api;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;

/**
 * How somebody wants a node to be labelled; what is left out is nothing.
 *
 * @param set names and values, see {@link org.manyhands.core.state.Labels}
 * @param removed names
 */
public record LabelWish(SortedMap<String, String> set, List<String> removed) {
    public LabelWish {
        set = Objects.requireNonNullElse(set, Collections.emptySortedMap());
        removed = Objects.requireNonNullElse(removed, List.of());
        if (set.values().stream().anyMatch(Objects::isNull) || removed.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("a label that is null");
        }
    }
}
