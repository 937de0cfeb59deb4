package org.manyhands.core.place;

import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command.Grant;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.Step;

/**
 * Gives items of a step that were running when two nodes died: one to a node that has nothing, and nothing else to that node. If
 * it dies too, there is no doubt which item it was; and if it does not, the item was not to blame. Another node than those that
 * died is preferred, if there is one. While none is idle, one is kept until it is.
 */
final class Alone {
    private final StepRef ref;
    private final Step step;
    private final StepPlan plan;
    private final Nodes nodes;

    Alone(StepRef ref, Step step, StepPlan plan, Nodes nodes) {
        this.ref = ref;
        this.step = step;
        this.plan = plan;
        this.nodes = nodes;
    }

    /** Gives what it can of these, and says what that was. */
    ItemSet give(ItemSet suspects, long slotsLeft, List<Grant> grants) {
        ItemSet given = ItemSet.EMPTY;
        if (suspects.isEmpty() || slotsLeft <= 0) {
            return given;
        }
        List<Session> able = nodes.able(plan);
        // No more than this could have a node each.
        PrimitiveIterator.OfInt items = suspects.lowest(able.size()).iterator();
        while (items.hasNext() && given.size() < slotsLeft) {
            int item = items.nextInt();
            List<Session> fresh = fresh(able, item);
            Optional<Session> idle = fresh.stream().filter(nodes::idle).findFirst();
            if (idle.isPresent()) {
                grants.add(new Grant(idle.get().id(), ref, ItemSet.of(item), 1));
                nodes.useAlone(idle.get().id(), ref);
                given = given.or(ItemSet.of(item));
            } else {
                nodes.empty(fresh);
            }
        }
        return given;
    }

    /** The nodes to which the item has done nothing yet; all, if there are no others. */
    private List<Session> fresh(List<Session> able, int item) {
        List<Session> fresh = able.stream()
                .filter(session ->
                        !step.avoid().get(session.node()).orElse(ItemSet.EMPTY).contains(item))
                .toList();
        return fresh.isEmpty() ? able : fresh;
    }
}
