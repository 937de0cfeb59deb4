package org.manyhands.core.place;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.manyhands.core.StepRef;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.State;

/** What of the nodes is free, kept up to date within one pass: what the pass takes of what was there when it began. */
final class Nodes {
    private final State state;
    private final Hosts hosts;
    private final Shared shared;
    private final SortedMap<Long, SortedMap<String, Long>> taken = new TreeMap<>();
    private final SortedSet<Long> reserved = new TreeSet<>();
    private final SortedSet<Long> alone = new TreeSet<>();
    private final SortedSet<StepRef> unserved;
    private Optional<SortedSet<Long>> yielding = Optional.empty();
    private boolean emptying;

    Nodes(Cluster cluster) {
        state = cluster.state();
        hosts = cluster.hosts();
        shared = new Shared(state.resources(), hosts);
        unserved = hosts.held();
    }

    /** It is the turn of this step; those before it do not give way to it. */
    void serve(StepRef step) {
        unserved.remove(step);
    }

    /** What all nodes share. */
    Shared shared() {
        return shared;
    }

    /** Whether the node gets no other task in this pass. */
    boolean closed(Host host) {
        return reserved.contains(host.id())
                || host.alone()
                || alone.contains(host.id())
                || (host.session().health().onTrial() && !idle(host));
    }

    /** How many tasks more run there. */
    long fits(Host host, Kind kind) {
        return host.fits(kind.demand(), taken(host));
    }

    private SortedMap<String, Long> taken(Host host) {
        return taken.getOrDefault(host.id(), Collections.emptySortedMap());
    }

    /** So many more tasks of the step run on the node. */
    void use(long session, StepPlan plan, long tasks) {
        SortedMap<String, Long> more = taken.computeIfAbsent(session, _ -> new TreeMap<>());
        plan.demand().forEach((resource, amount) -> more.merge(resource, amount * tasks, Long::sum));
        shared.use(plan.demand(), tasks);
    }

    /** The nodes that could run a task if they were idle, also those that are to run another one alone. */
    List<Host> able(Kind kind) {
        return kind.able().stream().map(hosts::at).toList();
    }

    /** Whether nothing runs there, and nothing is given there in this pass. */
    boolean idle(Host host) {
        return host.session().leases().isEmpty() && !taken.containsKey(host.id()) && !reserved.contains(host.id());
    }

    /** One task of the step runs there, and nothing beside it. */
    void useAlone(long session, StepPlan plan) {
        use(session, plan, 1);
        alone.add(session);
    }

    /**
     * Keeps one of these nodes until nothing runs there: the one that is the nearest to it, so that in every pass it is the same one,
     * or one that is nearer. One in a pass is enough, for the others have work to do.
     */
    void empty(List<Host> some) {
        Optional<Host> nearest = some.stream()
                .filter(host -> !reserved.contains(host.id())
                        && !host.alone()
                        && !alone.contains(host.id())
                        && !taken.containsKey(host.id()))
                .min(Comparator.comparingLong(Nodes::held).thenComparing(Host::node));
        if (!emptying && nearest.isPresent()) {
            emptying = true;
            reserved.add(nearest.get().id());
        }
    }

    private static long held(Host host) {
        return host.session().leases().values().stream()
                .mapToLong(lease -> lease.items().size())
                .sum();
    }

    /**
     * Keeps nodes for a step that could not get so many tasks more: nothing else is given there in this pass, so that what
     * later steps hold of them drains.
     */
    void reserve(Kind kind, long tasks) {
        if (tasks <= 0 || reserved.size() == hosts.open()) {
            return;
        }
        SortedMap<Long, Long> gains = new TreeMap<>();
        for (long id : yielding()) {
            Host host = hosts.at(id);
            if (kind.opens(id) && !reserved.contains(id) && fits(host, kind) == 0) {
                long gain = host.fits(kind.demand(), takenWithoutYielding(host));
                if (gain > 0) {
                    gains.put(id, gain);
                }
            }
        }
        List<Long> best = gains.keySet().stream()
                .sorted(Comparator.comparingLong((Long id) -> -gains.getOrDefault(id, 0L))
                        .thenComparing(id -> hosts.at(id).node()))
                .toList();
        long left = tasks;
        for (long id : best) {
            if (left > 0) {
                reserved.add(id);
                left -= gains.getOrDefault(id, 0L);
            }
        }
    }

    /** The nodes, not reserved, that have leases of steps that come later, or are being ended; and perhaps more. */
    private SortedSet<Long> yielding() {
        SortedSet<Long> some = yielding.orElseGet(this::findYielding);
        some.removeAll(reserved);
        yielding = Optional.of(some);
        return some;
    }

    private SortedSet<Long> findYielding() {
        SortedSet<Long> found = new TreeSet<>();
        unserved.forEach(step -> found.addAll(hosts.holders(step).sessions().toList()));
        return found;
    }

    private SortedMap<String, Long> takenWithoutYielding(Host host) {
        SortedMap<String, Long> rest = new TreeMap<>(taken(host));
        host.session().leases().forEach((step, lease) -> {
            if (unserved.contains(step)) {
                state.plan(step)
                        .demand()
                        .forEach((resource, amount) -> rest.merge(resource, -amount * lease.used(), Long::sum));
            }
        });
        return rest;
    }
}
