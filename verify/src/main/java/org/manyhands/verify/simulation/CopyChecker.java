package org.manyhands.verify.simulation;

import java.util.List;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Receipt;
import org.manyhands.core.command.Reply;

/** A result that counts is on as many stores as its receipts say and an entry of the log is on, but for what they lost since. */
final class CopyChecker implements Checker {
    private final StoreNodes stores;

    CopyChecker(StoreNodes stores) {
        this.stores = stores;
    }

    @Override
    public void applied(Applied applied) {
        if (applied.envelope().command() instanceof Command.Commit commit && applied.reply() instanceof Reply.Counted) {
            List<Receipt> receipts = commit.receipts();
            Violation.unless(
                    receipts.stream().map(Receipt::store).distinct().count()
                            >= stores.nodes().size() / 2 + 1,
                    "pack " + commit.pack() + " counts with the receipts " + receipts + " of "
                            + stores.nodes().size() + " stores");
            for (Receipt receipt : receipts) {
                StoreNode node = stores.node(receipt.store());
                Violation.unless(
                        node.intact(commit.pack()) || node.everLost(commit.pack()),
                        "pack " + commit.pack() + " has a receipt of " + node.name() + ", which never had it");
            }
        }
    }
}
