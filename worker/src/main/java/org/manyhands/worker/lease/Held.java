package org.manyhands.worker.lease;

import java.util.ArrayList;
import java.util.List;
import org.manyhands.wire.Holding;
import org.roaringbitmap.RoaringBitmap;

/** One lease as the newest reconcile tells it. */
final class Held {
    final RoaringBitmap items;
    final RoaringBitmap unstarted;
    final RoaringBitmap kill;
    /** The items that may start; kept by the ledger. */
    RoaringBitmap pending = new RoaringBitmap();

    final int width;
    final int run;
    final long lostAfterMillis;
    private final List<RoaringBitmap> tried = new ArrayList<>();
    private final List<Integer> times = new ArrayList<>();

    Held(Holding.Lease lease) {
        items = ItemBits.read(lease.getItems());
        unstarted = ItemBits.read(lease.getUnstarted());
        kill = ItemBits.read(lease.getKill());
        width = lease.getWidth();
        run = lease.getRun();
        lostAfterMillis = lease.getLostAfterMillis();
        for (Holding.Tried each : lease.getTriedList()) {
            tried.add(ItemBits.read(each.getItems()));
            times.add(each.getTimes());
        }
    }

    int attempt(int item) {
        for (int i = 0; i < tried.size(); i++) {
            if (tried.get(i).contains(item)) {
                return times.get(i) + 1;
            }
        }
        return 1;
    }

    void forget(RoaringBitmap gone) {
        items.andNot(gone);
        unstarted.andNot(gone);
        kill.andNot(gone);
    }
}
