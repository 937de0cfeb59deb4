package org.manyhands.core.place;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.manyhands.core.StepRef;
import org.manyhands.core.state.State;

/** The sessions of a state and what they sum up to, kept from pass to pass: only those that changed are looked at. */
final class Hosts {
    private static final Holders NOBODY = new Holders();

    private final SortedMap<Long, Host> all = new TreeMap<>();
    private final SortedMap<String, SortedSet<Long>> byNode = new TreeMap<>();
    private final SortedMap<StepRef, Holders> holders = new TreeMap<>();
    private final SortedSet<Long> staying = new TreeSet<>();
    private final SortedSet<Long> limited = new TreeSet<>();
    private final SortedSet<Long> onceAside = new TreeSet<>();
    private final Counts<String> used = new Counts<>();
    private final Counts<String> shares = new Counts<>();
    private final Counts<Long> dues;
    private SortedSet<Long> resting = new TreeSet<>();

    /** @param dues where to count when something changes that no command says */
    Hosts(Counts<Long> dues) {
        this.dues = dues;
    }

    /** Takes these sessions as the state has them, if it does, and sets aside whom time does. Says what became of whom. */
    List<Shift> become(State state, SortedSet<Long> changed) {
        SortedMap<Long, Optional<Host>> before = new TreeMap<>();
        for (long id : changed) {
            before.put(id, find(id));
            find(id).ifPresent(this::remove);
            state.sessions().get(id).ifPresent(session -> add(Host.of(state, session)));
        }
        SortedSet<Long> rested = resting;
        resting = resting(state.ticks());
        turned(rested).forEach(id -> before.putIfAbsent(id, find(id)));
        List<Shift> shifts = new ArrayList<>();
        before.forEach(
                (id, was) -> shifts.add(Shift.of(id, was, open(was, rested), find(id), open(find(id), resting))));
        return shifts;
    }

    /** Those that are set aside: nobody, if there would be nobody else. */
    private SortedSet<Long> resting(long ticks) {
        SortedSet<Long> aside = new TreeSet<>(onceAside);
        aside.removeIf(id -> !at(id).aside(ticks));
        return aside.size() < staying.size() ? aside : new TreeSet<>();
    }

    /** Those that were set aside and are not, or the other way round. */
    private SortedSet<Long> turned(SortedSet<Long> rested) {
        SortedSet<Long> turned = new TreeSet<>(resting);
        turned.addAll(rested);
        turned.removeIf(id -> resting.contains(id) == rested.contains(id));
        return turned;
    }

    private static boolean open(Optional<Host> host, SortedSet<Long> resting) {
        return host.isPresent()
                && host.get().stays()
                && !resting.contains(host.get().id());
    }

    private void add(Host host) {
        all.put(host.id(), host);
        byNode.computeIfAbsent(host.node(), _ -> new TreeSet<>()).add(host.id());
        mark(staying, host, host.stays());
        mark(limited, host, host.limited());
        mark(onceAside, host, host.session().health().asideUntilTicks() > 0);
        host.session()
                .leases()
                .forEach((ref, lease) ->
                        holders.computeIfAbsent(ref, _ -> new Holders()).add(host.id(), lease));
        used.add(host.used());
        shares.add(host.shares());
        host.dues().forEach(due -> dues.add(due, 1));
    }

    private void remove(Host host) {
        all.remove(host.id());
        SortedSet<Long> lives = of(host.node());
        lives.remove(host.id());
        if (lives.isEmpty()) {
            byNode.remove(host.node());
        }
        mark(staying, host, false);
        mark(limited, host, false);
        mark(onceAside, host, false);
        host.session().leases().forEach((ref, lease) -> {
            holders(ref).remove(host.id(), lease);
            if (holders(ref).isEmpty()) {
                holders.remove(ref);
            }
        });
        used.subtract(host.used());
        shares.subtract(host.shares());
        host.dues().forEach(due -> dues.add(due, -1));
    }

    private static void mark(SortedSet<Long> some, Host host, boolean is) {
        if (is) {
            some.add(host.id());
        } else {
            some.remove(host.id());
        }
    }

    Host at(long id) {
        return Objects.requireNonNull(all.get(id), "a session that is not there");
    }

    private Optional<Host> find(long id) {
        return Optional.ofNullable(all.get(id));
    }

    Stream<Host> stream() {
        return all.values().stream();
    }

    /** The sessions of a node. */
    SortedSet<Long> of(String node) {
        return byNode.getOrDefault(node, new TreeSet<>());
    }

    /** Whether the session gets new tasks. */
    boolean open(long id) {
        return open(find(id), resting);
    }

    /** How many get new tasks. */
    int open() {
        return staying.size() - resting.size();
    }

    /** Those that must end what they run some time. */
    Stream<Host> limited() {
        return limited.stream().map(this::at);
    }

    Holders holders(StepRef ref) {
        return holders.getOrDefault(ref, NOBODY);
    }

    /** The steps of which sessions have items. */
    SortedSet<StepRef> held() {
        return new TreeSet<>(holders.keySet());
    }

    /** How much of a resource the leases of all sessions use. */
    long used(String resource) {
        return used.get(resource);
    }

    /** How many thousandths of a core the tasks of an owner use. */
    long share(String owner) {
        return shares.get(owner);
    }
}
