package org.manyhands.server.api;

import java.util.List;
import java.util.SortedMap;

/**
 * A plan, tried on the state as it is and thrown away.
 *
 * @param problem why it would be refused; empty if it would not
 * @param lookedMillis how far into the future was looked; -1: not at all, as it is not known how long some step takes
 */
public record PlanView(String name, List<StepForecast> steps, String problem, long lookedMillis) {
    /**
     * What would become of a step now.
     *
     * @param where on which nodes it may run; empty: on any
     * @param beginMillis from now; -1: not known
     * @param endMillis from now; -1: not known
     * @param nodes how many of its tasks would run where, by name; empty: not known
     */
    public record StepForecast(
            String name,
            long items,
            String sentence,
            String where,
            long beginMillis,
            long endMillis,
            SortedMap<String, Long> nodes) {}
}
