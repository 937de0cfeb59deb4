package org.manyhands.core.state;

import java.util.List;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Receipt;
import org.manyhands.core.items.ItemSet;

/**
 * Where results of a step are: a pack, or an index blob that stands for many packs. The item sets are not kept, the pack's
 * own index has them: the newest commit that has an item and does not refuse it has the item's record.
 *
 * @param first the lowest item that it may have
 * @param last the highest
 * @param count how many items it has
 * @param refused items of the pack that did not count when it was committed
 */
public record CommitRef(
        Bytes pack, boolean index, List<Receipt> receipts, long first, long last, long count, ItemSet refused) {
    public CommitRef {
        receipts = List.copyOf(receipts);
    }
}
