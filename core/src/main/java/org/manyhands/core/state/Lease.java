package org.manyhands.core.state;

import org.manyhands.core.command.Mark;
import org.manyhands.core.items.ItemSet;

/**
 * What a session may run of a step. It exists while it has items.
 *
 * @param width how many items may run at once
 * @param unstarted items to give back if they have not started
 * @param kill items to end
 */
public record Lease(ItemSet items, int width, ItemSet unstarted, ItemSet kill) {
    public static final Lease NONE = new Lease(ItemSet.EMPTY, 0, ItemSet.EMPTY, ItemSet.EMPTY);

    /** How many items run at once, which is what the lease takes of the node. */
    public long used() {
        return Math.min(width, items.size());
    }

    /** The same for the items that nobody wants back. */
    long wanted() {
        return Math.min(width, items.andNot(unstarted).andNot(kill).size());
    }

    public Lease grant(ItemSet more, int newWidth) {
        return new Lease(items.or(more), newWidth, unstarted, kill);
    }

    public Lease without(ItemSet gone) {
        return new Lease(items.andNot(gone), width, unstarted.andNot(gone), kill.andNot(gone));
    }

    public Lease marked(ItemSet marked, Mark mark) {
        ItemSet held = marked.and(items);
        return switch (mark) {
            case UNSTARTED -> new Lease(items, width, unstarted.or(held), kill);
            case KILL -> new Lease(items, width, unstarted, kill.or(held));
        };
    }
}
