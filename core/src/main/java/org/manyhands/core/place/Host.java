package org.manyhands.core.place;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.manyhands.core.StepRef;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.plan.ResourceNames;
import org.manyhands.core.state.Drain;
import org.manyhands.core.state.Labels;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Usage;

/**
 * What the placer knows of one session: all of it follows from the session, its node, and what never changes of jobs, but for {@code alone}.
 *
 * @param stays whether it is there, and neither about to end nor drained
 * @param alone whether it has an item that runs alone
 * @param used what its leases use of each resource
 * @param shares how many thousandths of a core the tasks of each owner use
 */
record Host(
        Session session,
        SortedMap<String, String> labels,
        Optional<Drain> drain,
        boolean stays,
        boolean alone,
        SortedMap<String, Long> used,
        SortedMap<String, Long> shares) {
    /** One lease runs at most this many tasks at once, whatever they need. */
    static final long WIDTH_MAX = 1_024;

    static Host of(State state, Session session) {
        return new Host(
                session,
                Labels.of(state, session),
                state.drain(session),
                state.stays(session),
                Usage.alone(state, session),
                Usage.of(state, session),
                shares(state, session));
    }

    private static SortedMap<String, Long> shares(State state, Session session) {
        SortedMap<String, Long> shares = new TreeMap<>();
        for (PersistentMap.Entry<StepRef, Lease> entry : session.leases()) {
            Plan plan = state.jobs().at(entry.key().job()).plan();
            long cpu = plan.steps().get(entry.key().step()).demand().getOrDefault(ResourceNames.CPU, 0L);
            shares.merge(plan.owner(), cpu * entry.value().used(), Long::sum);
        }
        return shares;
    }

    long id() {
        return session.id();
    }

    String node() {
        return session.node();
    }

    /** Whether it is set aside, if there is another that is not. */
    boolean aside(long ticks) {
        return stays && session.health().aside(ticks);
    }

    /** Whether what runs there must end some time. */
    boolean limited() {
        return drain.filter(limit -> limit.endTicks() != Drain.NEVER).isPresent();
    }

    /** When something changes that no command says. */
    List<Long> dues() {
        List<Long> dues = new ArrayList<>();
        LongStream.concat(
                        drain.stream().mapToLong(Drain::endTicks),
                        LongStream.of(session.health().asideUntilTicks()))
                .forEach(dues::add);
        return dues;
    }

    /**
     * How many tasks more run there.
     *
     * @param demand of one task, of what the node has
     * @param taken what is used beside its leases; may be negative
     */
    long fits(SortedMap<String, Long> demand, SortedMap<String, Long> taken) {
        long fits = WIDTH_MAX;
        for (Map.Entry<String, Long> need : demand.entrySet()) {
            if (need.getValue() > 0) {
                long free = has(need.getKey())
                        - used.getOrDefault(need.getKey(), 0L)
                        - taken.getOrDefault(need.getKey(), 0L);
                fits = Math.min(fits, Math.floorDiv(free, need.getValue()));
            }
        }
        return fits;
    }

    /** Whether one task runs there, if nothing else does. */
    boolean able(SortedMap<String, Long> demand) {
        for (Map.Entry<String, Long> need : demand.entrySet()) {
            if (has(need.getKey()) < need.getValue()) {
                return false;
            }
        }
        return true;
    }

    long has(String resource) {
        return session.inventory().getOrDefault(resource, 0L);
    }
}
