package org.manyhands.server.leader;

import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;

/**
 * How long a blob must not have been touched before it is swept. A command that names it may be as old as the silence of the node
 * that gives it, or as the time in which nobody could answer; such a node speaks within one sweep of its return.
 */
public final class SweepAge {
    private final long leastNanos;
    private final Set<Rule> rules;
    private final SortedMap<Long, Long> silentSince = new TreeMap<>();
    private long judgedNanos;

    /**
     * @param leastNanos while everybody is heard
     * @param now from any zero, as all nanoseconds here; they never jump
     */
    public SweepAge(long leastNanos, long now) {
        this(leastNanos, now, EnumSet.allOf(Rule.class));
    }

    private SweepAge(long leastNanos, long now, Set<Rule> rules) {
        this.leastNanos = leastNanos;
        this.rules = rules;
        judgedNanos = now;
    }

    /** One with a rule switched off, for the simulation to find. */
    public static SweepAge without(Rule rule, long leastNanos, long now) {
        return new SweepAge(leastNanos, now, EnumSet.complementOf(EnumSet.of(rule)));
    }

    /**
     * For the sweep that begins now.
     *
     * @param state read linearizably just before; a sweep that cannot read it does not ask
     */
    public long nanos(State state, long now) {
        SortedMap<Long, Long> still = new TreeMap<>();
        for (Session session : state.sessions().values()) {
            if (session.silent() && !session.leases().isEmpty()) {
                still.put(session.id(), silentSince.getOrDefault(session.id(), judgedNanos));
            }
        }
        long unheard = now - judgedNanos;
        for (long since : silentSince.values()) {
            unheard = Math.max(unheard, now - since);
        }
        silentSince.clear();
        silentSince.putAll(still);
        judgedNanos = now;
        return rules.contains(Rule.UNHEARD_NODES_SPARE_BLOBS) ? leastNanos + unheard : leastNanos;
    }
}
