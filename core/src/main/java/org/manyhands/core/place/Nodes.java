package org.manyhands.core.place;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.manyhands.core.StepRef;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.Labels;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Usage;

/** What the open sessions have and what of it is free, kept up to date within one pass. */
final class Nodes {
    /** One lease runs at most this many tasks at once, whatever they need. */
    private static final long WIDTH_MAX = 1_024;

    private final State state;
    private final List<Session> sessions = new ArrayList<>();
    private final SortedMap<Long, SortedMap<String, Long>> used = new TreeMap<>();
    private final SortedSet<Long> reserved = new TreeSet<>();
    private final SortedSet<StepRef> served = new TreeSet<>();
    private final List<Session> drained = new ArrayList<>();
    private final Shared shared;
    private final Conditions conditions;
    private final Distances distances;
    private final SortedMap<String, List<Session>> meeting = new TreeMap<>();
    private final SortedSet<Long> alone = new TreeSet<>();
    private final SortedSet<Long> given = new TreeSet<>();
    private boolean emptying;

    Nodes(State state, Conditions conditions, Distances distances) {
        this.state = state;
        this.conditions = conditions;
        this.distances = distances;
        state.sessions().forEach((id, session) -> {
            if (state.takesNothing(session).isEmpty()) {
                sessions.add(session);
                used.put(id, new TreeMap<>(Usage.of(state, session)));
                if (Usage.alone(state, session)) {
                    alone.add(id);
                }
            } else if (!session.silent()) {
                drained.add(session);
            }
        });
        shared = new Shared(state);
    }

    /** It is the turn of this step; those before it do not give way to it. */
    void serve(StepRef step) {
        served.add(step);
    }

    /** What all nodes share. */
    Shared shared() {
        return shared;
    }

    /** The names of nodes that are there and take nothing new, and could run one task otherwise. */
    List<String> drained(StepPlan plan) {
        return drained.stream()
                .filter(session -> meets(plan.where(), session)
                        && shortage(session, plan.demand()).isEmpty())
                .map(Session::node)
                .toList();
    }

    int size() {
        return sessions.size();
    }

    /** The nodes that meet a condition; all of them if there is none. */
    List<Session> meeting(String where) {
        return where.isEmpty() ? sessions : meeting.computeIfAbsent(where, this::find);
    }

    private List<Session> find(String where) {
        return sessions.stream().filter(session -> meets(where, session)).toList();
    }

    private boolean meets(String where, Session session) {
        return where.isEmpty() || conditions.holds(where, session.node(), Labels.of(state, session));
    }

    /** The nodes that meet the condition and could not run one task even if they were idle, the nearest first. */
    List<Decision.Shortage> shortages(StepPlan plan) {
        List<Decision.Shortage> shortages = new ArrayList<>();
        meeting(plan.where())
                .forEach(session -> shortage(session, plan.demand()).ifPresent(shortages::add));
        shortages.sort(Comparator.comparingDouble(Decision.Shortage::ratio).thenComparing(Decision.Shortage::node));
        return shortages;
    }

    /** The nodes that meet its condition and can run more of the step, or that run it now; the emptiest first. */
    List<Offer> offers(StepRef ref, StepPlan plan, long slotsLeft) {
        List<Offer> offers = new ArrayList<>();
        ToIntFunction<Session> distance = distances.to(state, plan);
        for (Session session : meeting(plan.where())) {
            boolean trial = session.health().onTrial();
            if (reserved.contains(session.id()) || alone.contains(session.id()) || (trial && !idle(session))) {
                continue;
            }
            Lease lease = session.leases().get(ref).orElse(Lease.NONE);
            long more = Math.min(slotsLeft, fits(session, plan.demand()));
            long width = Math.min(trial ? 1 : WIDTH_MAX, lease.used() + Math.max(0, more));
            if (width > 0) {
                offers.add(new Offer(
                        new Site(
                                session.id(),
                                session.node(),
                                trial,
                                group(session, plan.spread()),
                                distance.applyAsInt(session)),
                        width,
                        lease));
            }
        }
        offers.sort(Comparator.comparingLong((Offer offer) -> offer.lease().used())
                .thenComparing(Comparator.comparingLong(Offer::width).reversed())
                .thenComparing(Offer::node));
        return offers;
    }

    /** Nodes that do not have the label have that in common. */
    private String group(Session session, String spread) {
        return switch (spread) {
            case "" -> "";
            case StepPlan.SPREAD_NODE -> session.node();
            default -> Labels.of(state, session).getOrDefault(spread, "");
        };
    }

    /** So many more tasks of the step run on the node. */
    void use(long session, StepRef ref, long tasks) {
        given.add(session);
        SortedMap<String, Long> demand = state.plan(ref).demand();
        demand.forEach((resource, amount) -> used(session).merge(resource, amount * tasks, Long::sum));
        shared.use(demand, tasks);
    }

    /** The nodes that could run a task if they were idle, also those that are to run another one alone. */
    List<Session> able(StepPlan plan) {
        return meeting(plan.where()).stream()
                .filter(session -> shortage(session, plan.demand()).isEmpty())
                .toList();
    }

    /** Whether nothing runs there, and nothing is given there in this pass. */
    boolean idle(Session session) {
        return session.leases().isEmpty() && !given.contains(session.id()) && !reserved.contains(session.id());
    }

    /** One task of the step runs there, and nothing beside it. */
    void useAlone(long session, StepRef ref) {
        use(session, ref, 1);
        alone.add(session);
    }

    /**
     * Keeps one of these nodes until nothing runs there: the one that is the nearest to it, so that in every pass it is the same one,
     * or one that is nearer. One in a pass is enough, for the others have work to do.
     */
    void empty(List<Session> some) {
        Optional<Session> nearest = some.stream()
                .filter(session -> !reserved.contains(session.id())
                        && !alone.contains(session.id())
                        && !given.contains(session.id()))
                .min(Comparator.comparingLong(Nodes::held).thenComparing(Session::node));
        if (!emptying && nearest.isPresent()) {
            emptying = true;
            reserved.add(nearest.get().id());
        }
    }

    private static long held(Session session) {
        return session.leases().values().stream()
                .mapToLong(lease -> lease.items().size())
                .sum();
    }

    /**
     * Keeps nodes for a step that could not get so many tasks more: nothing else is given there in this pass, so that what
     * later steps hold of them drains.
     */
    void reserve(StepPlan plan, long tasks) {
        SortedMap<String, Long> demand = plan.demand();
        if (tasks <= 0 || reserved.size() == sessions.size()) {
            return;
        }
        SortedMap<Long, Long> gains = new TreeMap<>();
        List<Session> full = new ArrayList<>();
        for (Session session : meeting(plan.where())) {
            if (!reserved.contains(session.id()) && fits(session, demand) == 0) {
                long gain = fits(session, demand, yielding(session));
                if (gain > 0) {
                    full.add(session);
                    gains.put(session.id(), gain);
                }
            }
        }
        full.sort(Comparator.comparingLong((Session session) -> -gains.getOrDefault(session.id(), 0L))
                .thenComparing(Session::node));
        long left = tasks;
        for (Session session : full) {
            if (left > 0) {
                reserved.add(session.id());
                left -= gains.getOrDefault(session.id(), 0L);
            }
        }
    }

    /** What the leases of steps use that come later, or are being ended. */
    private SortedMap<String, Long> yielding(Session session) {
        PersistentMap<StepRef, Lease> leases = session.leases();
        for (PersistentMap.Entry<StepRef, Lease> entry : session.leases()) {
            leases = served.contains(entry.key()) ? leases.remove(entry.key()) : leases;
        }
        return Usage.of(state, session.withLeases(leases));
    }

    private SortedMap<String, Long> used(long session) {
        return Objects.requireNonNull(used.get(session), "a session that is not placed on");
    }

    private long fits(Session session, SortedMap<String, Long> demand) {
        return fits(session, demand, Collections.emptySortedMap());
    }

    private long fits(Session session, SortedMap<String, Long> demand, SortedMap<String, Long> yielded) {
        long fits = WIDTH_MAX;
        for (Map.Entry<String, Long> need : demand.entrySet()) {
            if (need.getValue() > 0 && !shared.has(need.getKey())) {
                long free = session.inventory().getOrDefault(need.getKey(), 0L)
                        - used(session.id()).getOrDefault(need.getKey(), 0L)
                        + yielded.getOrDefault(need.getKey(), 0L);
                fits = Math.min(fits, Math.floorDiv(free, need.getValue()));
            }
        }
        return fits;
    }

    private Optional<Decision.Shortage> shortage(Session session, SortedMap<String, Long> demand) {
        return demand.entrySet().stream()
                .filter(need -> !shared.has(need.getKey()))
                .map(need -> new Decision.Shortage(
                        session.node(),
                        need.getKey(),
                        session.inventory().getOrDefault(need.getKey(), 0L),
                        need.getValue()))
                .filter(shortage -> shortage.has() < shortage.needs())
                .max(Comparator.comparingDouble(Decision.Shortage::ratio));
    }
}
