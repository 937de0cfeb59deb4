package org.manyhands.verify.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.manyhands.core.Bytes;
import org.manyhands.core.state.Archived;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;
import org.manyhands.server.archive.Page;

/** Keeps packs. A crash takes those that were not synced, and nobody has a receipt for them. */
final class SimulatedStore extends SimulatedProcess {
    private final SimulatedNetwork network;
    private final Bug bug;
    private final Map<Bytes, Map<ItemKey, Attempt>> synced = new HashMap<>();
    private final Set<Bytes> lost = new HashSet<>();
    private final Map<Bytes, byte[]> pages = new HashMap<>();

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

    /** What a pack says, or said before all its copies were gone. */
    Optional<Map<ItemKey, Attempt>> written(Bytes pack) {
        return Optional.ofNullable(synced.get(pack));
    }

    /** The last copy of it is gone. */
    void lose(Bytes pack) {
        lost.add(pack);
    }

    boolean lost(Bytes pack) {
        return lost.contains(pack);
    }

    /** Whether something of a step is gone that its commits still name. */
    boolean lostOf(Step step) {
        return step.commits().values().stream().anyMatch(commit -> lost(commit.pack()));
    }

    /** A job as the leader read it. */
    void putPage(Bytes page, byte[] bytes) {
        pages.put(page, bytes);
    }

    /** The job that a page has. */
    Job page(Archived archived) {
        byte[] bytes = pages.get(archived.page());
        Violation.unless(bytes != null, "job " + archived.id() + " is archived, and the store does not have its page");
        return Page.decode(Objects.requireNonNull(bytes));
    }

    /** The jobs of a state that are kept as pages. */
    List<Job> pages(State state) {
        return state.archived().values().stream().map(this::page).toList();
    }
}
