package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;
import org.manyhands.verify.simulation.SimulatedStore.Attempt;

/** The leader's duty to replace many commits of a step by one index blob. */
final class Indexer {
    private final SimulatedWorld world;
    private final SimulatedStore store;
    private final int most;

    /** @param most so many commits are left alone */
    Indexer(SimulatedWorld world, SimulatedStore store, int most) {
        this.world = world;
        this.store = store;
        this.most = most;
    }

    List<Command> due(State state) {
        List<Command> due = new ArrayList<>();
        for (Job job : state.jobs().values()) {
            for (int number = 0; number < job.steps().size(); number++) {
                Step step = job.steps().get(number);
                if (step.commits().size() > most && !store.lostOf(step)) {
                    due.add(index(job.ref(number), step));
                }
            }
        }
        return due;
    }

    private Command index(StepRef ref, Step step) {
        long through = step.commits().last().orElseThrow().key();
        Map<ItemKey, Attempt> records = new Results(store).all(ref, step, through);
        Bytes blob = Bytes.ofHex("%016x".formatted(world.dice().any()));
        store.putIndex(blob, records);
        return new Command.IndexCommits(ref, through, blob, List.of());
    }
}
