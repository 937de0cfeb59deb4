package org.manyhands.verify.simulation;

import java.util.SortedMap;
import org.manyhands.core.place.Conditions;

/** The one condition of simulated jobs: {@link #OPEN}, which holds for nodes that the operator has not closed by a label. */
final class LabelConditions implements Conditions {
    static final String OPEN = "open";
    static final String CLOSED_LABEL = "closed";

    @Override
    public boolean holds(String where, String node, SortedMap<String, String> labels) {
        Violation.unless(where.equals(OPEN), "a condition '" + where + "' that no plan has");
        return !labels.containsKey(CLOSED_LABEL);
    }
}
