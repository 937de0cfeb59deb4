package org.manyhands.core.place;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command.Grant;
import org.manyhands.core.command.Command.Revoke;

/**
 * What the placer decided.
 *
 * @param revokes of what must leave nodes whose time is over; applied first
 * @param grants to be applied in this order
 * @param decisions why each step of an undecided job got what it got
 * @param nextDueTicks when the next back-off ends, or the next drain, or the time of a node that is set aside, if one is waited for
 */
public record Placement(
        List<Revoke> revokes, List<Grant> grants, SortedMap<StepRef, Decision> decisions, Optional<Long> nextDueTicks) {
    public static final Placement NONE =
            new Placement(List.of(), List.of(), Collections.emptySortedMap(), Optional.empty());

    public Placement {
        revokes = List.copyOf(revokes);
        grants = List.copyOf(grants);
        decisions = Collections.unmodifiableSortedMap(new TreeMap<>(decisions));
    }
}
