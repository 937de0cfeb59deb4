package org.manyhands.core.state;

import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.StepRef;
import org.manyhands.core.maps.PersistentMap;

/** What leases take of nodes: computed, never stored. */
public final class Usage {
    private Usage() {}

    /** What the leases of a session use of each resource. */
    public static SortedMap<String, Long> of(State state, Session session) {
        SortedMap<String, Long> used = new TreeMap<>();
        for (PersistentMap.Entry<StepRef, Lease> entry : session.leases()) {
            StepRef ref = entry.key();
            long tasks = entry.value().used();
            state.plan(ref).demand().forEach((resource, amount) -> used.merge(resource, amount * tasks, Long::sum));
        }
        return used;
    }

    /** What the leases of all sessions use of something that the cluster as a whole has. */
    public static long inCluster(State state, String resource) {
        long used = 0;
        for (PersistentMap.Entry<Long, Session> session : state.sessions()) {
            for (PersistentMap.Entry<StepRef, Lease> lease : session.value().leases()) {
                long need = state.plan(lease.key()).demand().getOrDefault(resource, 0L);
                used += need * lease.value().used();
            }
        }
        return used;
    }

    /** Without what is marked to come back: what a limit that was lowered still lets run. */
    static long wanted(State state, StepRef step) {
        long wanted = 0;
        for (PersistentMap.Entry<Long, Session> entry : state.sessions()) {
            wanted += entry.value().leases().get(step).map(Lease::wanted).orElse(0L);
        }
        return wanted;
    }

    /** How many tasks of a step run at once, over all sessions. */
    public static long running(State state, StepRef step) {
        long running = 0;
        for (PersistentMap.Entry<Long, Session> entry : state.sessions()) {
            running += entry.value().leases().get(step).map(Lease::used).orElse(0L);
        }
        return running;
    }

    /** Whether the session has an item that runs alone. */
    public static boolean alone(State state, Session session) {
        for (PersistentMap.Entry<StepRef, Lease> entry : session.leases()) {
            Strikes strikes = state.jobs()
                    .at(entry.key().job())
                    .steps()
                    .get(entry.key().step())
                    .strikes();
            if (strikes.suspects().intersects(entry.value().items())) {
                return true;
            }
        }
        return false;
    }
}
