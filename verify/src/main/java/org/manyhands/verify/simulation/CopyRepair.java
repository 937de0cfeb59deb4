package org.manyhands.verify.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Command.Invalidate;
import org.manyhands.core.state.State;
import org.manyhands.server.blob.CopyPlan;
import org.manyhands.server.blob.Silence;
import org.manyhands.store.Digest;

/**
 * What one life of a leader does so that there are enough copies of what is needed: it asks all stores what they lack, has more
 * copies made one after the other, and tells the machine of what is nowhere.
 */
final class CopyRepair {
    private static final long PAUSE_MILLIS = 500;
    private static final long SWEEP_MILLIS = 5_000;
    private static final long ANSWER_MILLIS = 700;
    private static final long COPY_MILLIS_MAX = 3_000;
    private static final long LOST_AFTER_MILLIS = 4_000;

    private final SimulatedControl me;
    private final SimulatedStore store;
    private final StoreNodes stores;
    private final Losses losses;
    private final Consumer<Invalidate> taker;
    private final Silence silence = new Silence(TimeUnit.MILLISECONDS.toNanos(LOST_AFTER_MILLIS));
    private Set<String> surveyed = new TreeSet<>();
    private boolean atWork;
    private long dueMillis;
    private long sweepMillis;

    CopyRepair(
            SimulatedControl me, SimulatedStore store, StoreNodes stores, Losses losses, Consumer<Invalidate> taker) {
        this.me = me;
        this.store = store;
        this.stores = stores;
        this.losses = losses;
        this.taker = taker;
    }

    /** Begins to look, if it is time to. */
    void due() {
        if (!atWork && me.now() >= dueMillis) {
            atWork = true;
            greet();
        }
    }

    private void pause() {
        atWork = false;
        dueMillis = me.now() + PAUSE_MILLIS;
    }

    private void greet() {
        Set<String> answering = new TreeSet<>();
        for (StoreNode node : stores.nodes()) {
            ask(node, "there?", () -> node.name(), answering::add);
        }
        me.after(ANSWER_MILLIS, "stores greeted", () -> greeted(answering));
    }

    private void greeted(Set<String> answering) {
        List<String> names = stores.nodes().stream().map(SimulatedProcess::name).toList();
        boolean settled = silence.heard(names, answering, TimeUnit.MILLISECONDS.toNanos(me.now()));
        if ((settled && !answering.equals(surveyed)) || me.now() >= sweepMillis) {
            read();
        } else {
            pause();
        }
    }

    private void read() {
        me.whenKnown(me.log().readIndex(), "needed", known -> {
            if (known) {
                survey(me.root());
            } else {
                pause();
            }
        });
    }

    private void survey(State state) {
        Set<Digest> needed = new HashSet<>();
        store.named(state).forEach(blob -> needed.add(stores.digest(blob)));
        Set<String> answering = new TreeSet<>();
        stores.nodes().forEach(node -> answering.add(node.name()));
        answering.removeAll(silence.silent());
        Map<String, Set<Digest>> lacking = new TreeMap<>();
        long began = me.world().now();
        for (String name : answering) {
            StoreNode node = stores.node(name);
            ask(node, "lacking?", () -> lacking(node, needed), lacks -> lacking.putIfAbsent(name, lacks));
        }
        me.after(ANSWER_MILLIS, "stores surveyed", () -> {
            if (lacking.keySet().equals(answering)) {
                surveyed = answering;
                plan(needed, lacking, began);
            } else {
                pause();
            }
        });
    }

    private Set<Digest> lacking(StoreNode node, Set<Digest> needed) {
        Set<Digest> lacking = new HashSet<>(needed);
        lacking.removeIf(blob -> node.claims(stores.blob(blob)));
        return lacking;
    }

    /** A copy that a store has had all the time was there to be found. */
    private void plan(Set<Digest> needed, Map<String, Set<Digest>> lacking, long began) {
        me.world().counts().count("store", "survey");
        CopyPlan plan =
                CopyPlan.of(needed, lacking, stores.wanted(), silence.silent().isEmpty(), stores.rules());
        for (Digest lost : plan.lost()) {
            for (StoreNode node : stores.nodes()) {
                Violation.unless(
                        !node.intactSince(stores.blob(lost), began),
                        "blob " + stores.blob(lost) + " is called lost, and " + node.name() + " has it");
            }
        }
        checkOrder(plan.thin(), lacking);
        sweepMillis = me.now() + SWEEP_MILLIS;
        Deque<Copy> copies = new ArrayDeque<>();
        plan.thin().forEach(blob -> add(copies, stores.blob(blob), plan.missing(blob), lacking));
        copy(copies, () -> tell(plan.lost()));
    }

    /** One more loss must not take what could have been copied in place of something safer. */
    private static void checkOrder(List<Digest> thin, Map<String, Set<Digest>> lacking) {
        long least = 0;
        for (Digest blob : thin) {
            long copies = lacking.values().stream()
                    .filter(each -> !each.contains(blob))
                    .count();
            Violation.unless(copies >= least, "a blob with " + copies + " copies waits for one that has " + least);
            least = copies;
        }
    }

    private record Copy(Bytes blob, StoreNode to) {}

    private void add(Deque<Copy> copies, Bytes blob, int missing, Map<String, Set<Digest>> lacking) {
        stores.order(blob).stream()
                .filter(node -> lacking.getOrDefault(node.name(), Set.of()).contains(stores.digest(blob)))
                .limit(missing)
                .forEach(node -> copies.add(new Copy(blob, node)));
    }

    private void copy(Deque<Copy> copies, Runnable end) {
        if (copies.isEmpty()) {
            end.run();
            return;
        }
        Copy next = copies.remove();
        Once<Boolean> made = new Once<>(took -> {
            me.world().counts().count("store", took ? "copy made" : "copy not made");
            copy(copies, end);
        });
        stores.network()
                .send(
                        me,
                        next.to,
                        "fetch",
                        () -> next.to.fetch(
                                next.blob,
                                took -> stores.network().send(next.to, me, "fetched", () -> made.accept(took))));
        me.after(COPY_MILLIS_MAX, "fetch timeout", () -> made.accept(false));
    }

    private void tell(Set<Digest> lost) {
        Set<Bytes> blobs = new HashSet<>();
        lost.forEach(blob -> blobs.add(stores.blob(blob)));
        if (!stores.mute()) {
            losses.tell(me.root(), blobs, taker);
        }
        pause();
    }

    private interface Question<T> {
        T ask();
    }

    private <T> void ask(StoreNode node, String label, Question<T> question, Consumer<T> answer) {
        stores.network().send(me, node, label, () -> {
            T said = question.ask();
            stores.network().send(node, me, "said", () -> answer.accept(said));
        });
    }
}
