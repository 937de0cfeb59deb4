package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.manyhands.core.Bytes;
import org.manyhands.core.state.Archived;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;
import org.manyhands.server.archive.Page;

/** Keeps packs, on a disk of its own or on several stores. A crash takes those that were not synced, and nobody has a receipt for them. */
final class SimulatedStore extends SimulatedProcess {
    private final SimulatedNetwork network;
    private final Bug bug;
    private final Map<Bytes, Map<ItemKey, Attempt>> synced = new HashMap<>();
    private final Set<Bytes> lost = new HashSet<>();
    private final Map<Bytes, byte[]> pages = new HashMap<>();
    private final Optional<StoreNodes> nodes;

    /** What is recorded of an attempt; its id is unique in the run. */
    record Attempt(long id, boolean ok, long startedMillis) {}

    /** @param stores how many there are; 0: this one alone, of which nothing is lost but by its word */
    SimulatedStore(SimulatedWorld world, SimulatedNetwork network, Bug bug, int stores) {
        super(world, "store");
        this.network = network;
        this.bug = bug;
        nodes = stores == 0 ? Optional.empty() : Optional.of(new StoreNodes(world, network, bug, stores));
        begin();
    }

    Optional<StoreNodes> nodes() {
        return nodes;
    }

    /** Where somebody puts a pack. */
    SimulatedProcess door() {
        return nodes.<SimulatedProcess>map(all -> world().dice().pick(all.nodes()))
                .orElse(this);
    }

    /** @param receipt is told which stores have it */
    void put(
            SimulatedProcess door,
            SimulatedProcess asker,
            Bytes pack,
            Map<ItemKey, Attempt> records,
            Consumer<List<String>> receipt) {
        if (door instanceof StoreNode front) {
            synced.put(pack, records);
            StoreNodes all = nodes.orElseThrow();
            new StorePut(all, front, pack, stores -> {
                        all.acknowledge(pack, stores);
                        network.send(front, asker, "receipt", () -> receipt.accept(stores));
                    })
                    .go();
        } else {
            put(asker, pack, records, () -> receipt.accept(List.of()));
        }
    }

    private void put(SimulatedProcess asker, Bytes pack, Map<ItemKey, Attempt> records, Runnable receipt) {
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
        nodes.ifPresent(all -> {
            List<StoreNode> first = all.order(index).subList(0, all.wanted());
            first.forEach(node -> node.has(index));
            all.acknowledge(index, first.stream().map(SimulatedProcess::name).toList());
        });
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
        return nodes.map(all -> all.lost(pack)).orElseGet(() -> lost.contains(pack));
    }

    /** Whether something of a step is gone that its commits still name. */
    boolean lostOf(Step step) {
        return step.commits().values().stream().anyMatch(commit -> lost(commit.pack()));
    }

    /** What the jobs of a state name, archived ones too. */
    Set<Bytes> named(State state) {
        Set<Bytes> named = new HashSet<>();
        List<Job> jobs = new ArrayList<>(pages(state));
        state.jobs().values().forEach(jobs::add);
        for (Job job : jobs) {
            for (Step step : job.steps()) {
                step.commits().values().forEach(commit -> named.add(commit.pack()));
            }
        }
        return named;
    }

    /** Whether there are as many copies as there should be of all of them that are not lost. */
    boolean full(State state) {
        return nodes.map(all -> all.full(
                        named(state).stream().filter(blob -> !lost(blob)).toList()))
                .orElse(true);
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
