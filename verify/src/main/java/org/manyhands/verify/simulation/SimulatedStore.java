package org.manyhands.verify.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.manyhands.core.Bytes;

/** Keeps packs. A crash takes those that were not synced, and nobody has a receipt for them. */
final class SimulatedStore extends SimulatedProcess {
    private final SimulatedNetwork network;
    private final Bug bug;
    private final Map<Bytes, Map<ItemKey, Attempt>> synced = new HashMap<>();

    /** What is recorded of an attempt; its id is unique in the run. */
    record Attempt(long id, boolean ok, long startedMillis) {}

    SimulatedStore(SimulatedWorld world, SimulatedNetwork network, Bug bug) {
        super(world, "store");
        this.network = network;
        this.bug = bug;
        begin();
    }

    void put(SimulatedProcess asker, Bytes pack, Map<ItemKey, Attempt> records, Runnable receipt) {
        if (bug.is(Shortcut.STORE_ACKNOWLEDGES_BEFORE_SYNC)) {
            network.send(this, asker, "receipt", receipt);
        }
        after(world().diskMillis(), "pack synced", () -> {
            synced.put(pack, records);
            network.send(this, asker, "receipt", receipt);
        });
    }

    /** A blob that the leader made of other blobs. */
    void putIndex(Bytes index, Map<ItemKey, Attempt> records) {
        synced.put(index, records);
    }

    Optional<Map<ItemKey, Attempt>> get(Bytes pack) {
        return Optional.ofNullable(synced.get(pack));
    }
}
