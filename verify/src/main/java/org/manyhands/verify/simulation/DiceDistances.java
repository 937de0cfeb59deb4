package org.manyhands.verify.simulation;

import java.util.function.ToIntFunction;
import org.manyhands.core.place.Distances;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;

/** Some nodes are nearer to what some steps read, wherever that may be. */
final class DiceDistances implements Distances {
    private static final int DISTANCES = 3;

    @Override
    public ToIntFunction<Session> to(State state, StepPlan plan) {
        int step = plan.template().hashCode();
        return step % DISTANCES == 0
                ? _ -> 0
                : session -> Math.floorMod(step + 31 * session.node().hashCode(), DISTANCES);
    }
}
