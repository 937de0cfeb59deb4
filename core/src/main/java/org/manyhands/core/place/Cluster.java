package org.manyhands.core.place;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Strikes;

/**
 * What the placer knows of a state, kept from pass to pass. It follows from the state alone, so that it does not matter which states
 * came before; only what differs from the last of them is looked at.
 */
final class Cluster {
    private final Counts<Long> dues = new Counts<>();
    private final Hosts hosts = new Hosts(dues);
    private final SortedMap<String, Long> resources;
    private final Kinds kinds;
    private final Backlog backlog;
    private State last;

    /** Knows nothing yet but what the cluster as a whole has, and becomes states of that epoch. */
    Cluster(State state, Conditions conditions) {
        resources = state.resources();
        kinds = new Kinds(conditions, new TreeSet<>(resources.keySet()), hosts);
        backlog = new Backlog(kinds, dues);
        last = State.initial(state.epoch());
    }

    /** Whether it can become that state. */
    boolean precedes(State state) {
        return state.epoch() == last.epoch() && state.resources().equals(resources);
    }

    void become(State state) {
        List<Long> jobs = state.jobs().changedSince(last.jobs());
        SortedSet<Long> sessions = new TreeSet<>(state.sessions().changedSince(last.sessions()));
        state.nodes().changedSince(last.nodes()).forEach(node -> sessions.addAll(hosts.of(node)));
        jobs.forEach(
                job -> sessions.addAll(struck(last.jobs().get(job), state.jobs().get(job))));
        hosts.become(state, sessions).forEach(kinds::become);
        backlog.become(state, jobs);
        last = state;
    }

    /** The sessions that may have items that must run alone now, or need not any more, although they are the same. */
    private SortedSet<Long> struck(Optional<Job> before, Optional<Job> after) {
        SortedSet<Long> sessions = new TreeSet<>();
        if (before.isPresent() && after.isPresent()) {
            int steps =
                    Math.min(before.get().steps().size(), after.get().steps().size());
            for (int number = 0; number < steps; number++) {
                Strikes was = before.get().steps().get(number).strikes();
                Strikes is = after.get().steps().get(number).strikes();
                if (Math.max(was.deaths().size(), is.deaths().size()) >= Strikes.SUSPECT && !was.equals(is)) {
                    sessions.addAll(
                            hosts.holders(after.get().ref(number)).sessions().toList());
                }
            }
        }
        return sessions;
    }

    State state() {
        return last;
    }

    Hosts hosts() {
        return hosts;
    }

    /** The jobs that run, in the order in which they are served. */
    List<RunningJob> jobs() {
        return backlog.inOrder(hosts);
    }

    /** When something changes next that no command says. */
    Optional<Long> nextDue() {
        return dues.after(last.ticks());
    }
}
