package org.manyhands.server.api;

import java.util.List;
import java.util.SortedMap;

/**
 * How somebody wants a node to be labelled.
 *
 * @param set names and values, see {@link org.manyhands.core.state.Labels}
 * @param removed names
 */
public record LabelWish(SortedMap<String, String> set, List<String> removed) {}
