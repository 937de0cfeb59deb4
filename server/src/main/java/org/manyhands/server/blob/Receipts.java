package org.manyhands.server.blob;

import java.util.List;
import org.manyhands.core.command.Receipt;

/** Receipts as the state keeps them: one of each store. */
public final class Receipts {
    private Receipts() {}

    public static List<Receipt> of(org.manyhands.store.Receipt receipt) {
        return of(receipt.stores(), receipt.bytes());
    }

    public static List<Receipt> of(List<String> stores, long bytes) {
        return stores.stream().map(store -> new Receipt(store, bytes)).toList();
    }
}
