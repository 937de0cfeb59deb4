package org.manyhands.core.state;

import org.manyhands.core.items.ItemSet;

/**
 * One death of a node, and what it was running then.
 *
 * @param boot which life of the node ended; no life ends twice
 * @param wallMillis when the control plane took it for dead, in milliseconds since 1970, by the clock of the leader of then
 */
public record Strike(String node, long boot, long wallMillis, ItemSet items) {
    Strike with(ItemSet newItems) {
        return new Strike(node, boot, wallMillis, newItems);
    }

    boolean of(String otherNode, long otherBoot) {
        return boot == otherBoot && node.equals(otherNode);
    }
}
