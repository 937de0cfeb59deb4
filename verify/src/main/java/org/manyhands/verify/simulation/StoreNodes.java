package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.manyhands.core.Bytes;
import org.manyhands.server.blob.Copies;
import org.manyhands.server.blob.Rendezvous;
import org.manyhands.server.blob.Rule;
import org.manyhands.store.Digest;

/** Several stores: in which order they are asked for a blob, and, as nobody can, what all of them have. */
final class StoreNodes {
    static final Comparator<Bytes> ORDER = Comparator.comparing(Bytes::toHex);

    private final SimulatedWorld world;
    private final SimulatedNetwork network;
    private final Bug bug;
    private final List<StoreNode> nodes = new ArrayList<>();
    private final Map<Digest, Bytes> blobs = new HashMap<>();
    private final Set<Bytes> acknowledged = new HashSet<>();

    StoreNodes(SimulatedWorld world, SimulatedNetwork network, Bug bug, int count) {
        this.world = world;
        this.network = network;
        this.bug = bug;
        for (int i = 1; i <= count; i++) {
            nodes.add(new StoreNode(this, "store" + i));
        }
    }

    SimulatedWorld world() {
        return world;
    }

    SimulatedNetwork network() {
        return network;
    }

    Set<Rule> rules() {
        return bug.blobRules();
    }

    /** Whether receipts are given before anything is synced. */
    boolean hasty() {
        return bug.is(Shortcut.STORE_ACKNOWLEDGES_BEFORE_SYNC);
    }

    /** Whether receipts are given for what had no room. */
    boolean careless() {
        return bug.is(Shortcut.FULL_STORE_GIVES_RECEIPT);
    }

    /** Whether damaged copies are called copies. */
    boolean blind() {
        return bug.is(Shortcut.DAMAGED_COPIES_COUNT);
    }

    /** Whether nobody hears of what is lost. */
    boolean mute() {
        return bug.is(Shortcut.LOST_BLOBS_ARE_NOT_TOLD);
    }

    List<StoreNode> nodes() {
        return nodes;
    }

    StoreNode node(String name) {
        return nodes.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Violation("there is no store " + name));
    }

    int wanted() {
        return Copies.wanted(nodes.size());
    }

    int required() {
        return Copies.required(nodes.size());
    }

    /** The name that a blob has outside of the state. */
    Digest digest(Bytes blob) {
        Digest digest = Digest.of(blob.toArray());
        blobs.put(digest, blob);
        return digest;
    }

    Bytes blob(Digest digest) {
        return Objects.requireNonNull(blobs.get(digest));
    }

    /** All of them, in the order in which they are asked for it. */
    List<StoreNode> order(Bytes blob) {
        List<String> names = nodes.stream().map(SimulatedProcess::name).toList();
        return Rendezvous.order(names, digest(blob)).stream().map(this::node).toList();
    }

    List<StoreNode> others(StoreNode node, Bytes blob) {
        return order(blob).stream().filter(each -> !each.equals(node)).toList();
    }

    int copies(Bytes blob) {
        return (int) nodes.stream().filter(each -> each.intact(blob)).count();
    }

    boolean full(Collection<Bytes> needed) {
        return needed.stream().allMatch(blob -> copies(blob) >= wanted());
    }

    /** Somebody is told that it is where it must be; so it is, or was until the stores lost it. */
    void acknowledge(Bytes blob, List<String> stores) {
        acknowledged.add(blob);
        Violation.unless(
                stores.size() >= nodes.size() / 2 + 1,
                "a put of blob " + blob + " is answered, and only " + stores + " of " + nodes.size()
                        + " stores have it");
    }

    /** Of what somebody relies on no copy is left. */
    boolean lost(Bytes blob) {
        return acknowledged.contains(blob) && copies(blob) == 0;
    }
}
