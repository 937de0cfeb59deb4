package org.manyhands.core.place;

import org.manyhands.core.state.State;

/**
 * Decides what runs where: a pure function from a state, what conditions mean and how far data is, to grants, with the reason for each step.
 *
 * <p>Jobs are served by priority, then by what their owners use, then by age; within a job later steps come first, so that
 * results move towards the end. What a step could not get is kept free for it: steps after it are not refilled there, and so
 * give way. Within a step retries come before new items and low numbers before high ones, so that the
 * frontier of ordered output moves; see {@link Giving}. Before all of these, what may have killed a node is given to a node that has nothing else.
 *
 * <p>A placer that goes on from one state to the next looks only at what differs, and says what one says that begins with that state:
 * what it keeps between passes is only a quicker way to know the state. Not thread-safe.
 */
public final class Placer {
    private final Conditions conditions;
    private final Distances distances;
    private Cluster cluster;

    public Placer(Conditions conditions, Distances distances) {
        this.conditions = conditions;
        this.distances = distances;
        cluster = new Cluster(State.initial(0), conditions);
    }

    /** What one says that has seen no other state. */
    public static Placement place(State state, Conditions conditions, Distances distances) {
        return new Placer(conditions, distances).place(state);
    }

    /** States may come in any order; those made of each other are the quickest. */
    public Placement place(State state) {
        if (!cluster.precedes(state)) {
            cluster = new Cluster(state, conditions);
        }
        cluster.become(state);
        return new Pass(cluster, distances).place();
    }
}
