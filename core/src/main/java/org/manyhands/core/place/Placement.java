package org.manyhands.core.place;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command.Grant;

/**
 * What the placer decided.
 *
 * @param grants to be applied in this order
 * @param decisions why each step of an undecided job got what it got
 * @param nextDueTicks when the next back-off ends, if one is waited for
 */
public record Placement(List<Grant> grants, SortedMap<StepRef, Decision> decisions, Optional<Long> nextDueTicks) {
    public static final Placement NONE = new Placement(List.of(), Collections.emptySortedMap(), Optional.empty());

    public Placement {
        grants = List.copyOf(grants);
        decisions = Collections.unmodifiableSortedMap(new TreeMap<>(decisions));
    }
}
