package org.manyhands.core.place;

import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import org.manyhands.core.command.Command.Grant;
import org.manyhands.core.items.ItemSet;

/**
 * Gives items of a step that were running when two nodes died: one to a node that has nothing, and nothing else to that node. If
 * it dies too, there is no doubt which item it was; and if it does not, the item was not to blame. Another node than those that
 * died is preferred, if there is one. While none is idle, one is kept until it is.
 */
final class Alone {
    private final Turn turn;
    private final Nodes nodes;

    Alone(Turn turn, Nodes nodes) {
        this.turn = turn;
        this.nodes = nodes;
    }

    /** Gives what it can of these, and says what that was. */
    ItemSet give(ItemSet suspects, long slotsLeft, List<Grant> grants) {
        ItemSet given = ItemSet.EMPTY;
        if (suspects.isEmpty() || slotsLeft <= 0) {
            return given;
        }
        List<Host> able = nodes.able(turn.kind());
        // No more than this could have a node each.
        PrimitiveIterator.OfInt items = suspects.lowest(able.size()).iterator();
        while (items.hasNext() && given.size() < slotsLeft) {
            int item = items.nextInt();
            List<Host> fresh = fresh(able, item);
            Optional<Host> idle = fresh.stream().filter(nodes::idle).findFirst();
            if (idle.isPresent()) {
                grants.add(new Grant(idle.get().id(), turn.ref(), ItemSet.of(item), 1));
                nodes.useAlone(idle.get().id(), turn.plan());
                given = given.or(ItemSet.of(item));
            } else {
                nodes.empty(fresh);
            }
        }
        return given;
    }

    /** The nodes to which the item has done nothing yet; all, if there are no others. */
    private List<Host> fresh(List<Host> able, int item) {
        List<Host> fresh = able.stream()
                .filter(host -> !turn.step()
                        .avoid()
                        .get(host.node())
                        .orElse(ItemSet.EMPTY)
                        .contains(item))
                .toList();
        return fresh.isEmpty() ? able : fresh;
    }
}
