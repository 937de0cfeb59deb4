package org.manyhands.core.place;

import java.util.function.ToIntFunction;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;

/**
 * How far nodes are from what tasks read, as far as somebody knows that: it is not in the state, and nothing is wrong if it is
 * not true. Equal arguments must have equal answers within one pass, see {@link Conditions}.
 */
@FunctionalInterface
public interface Distances {
    /** Nothing that tasks read is worth a thought. */
    Distances NONE = new Distances() {
        @Override
        public ToIntFunction<Session> to(State state, StepPlan plan) {
            return session -> 0;
        }

        @Override
        public boolean matterTo(StepPlan plan) {
            return false;
        }
    };

    /** The distance of each node from what all tasks of a step read, 0 or more; all equal if it does not matter. */
    ToIntFunction<Session> to(State state, StepPlan plan);

    /** Whether distances may differ between nodes, so that it is worth to ask for all of them. */
    default boolean matterTo(StepPlan plan) {
        return true;
    }
}
