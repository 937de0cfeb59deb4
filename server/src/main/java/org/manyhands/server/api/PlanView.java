package org.manyhands.server.api;

import java.util.List;

/**
 * A plan, tried on the state as it is and thrown away.
 *
 * @param problem why it would be refused; empty if it would not
 */
public record PlanView(String name, List<StepForecast> steps, String problem) {
    /**
     * What would become of a step now.
     *
     * @param where on which nodes it may run; empty: on any
     */
    public record StepForecast(String name, long items, String sentence, String where) {}
}
