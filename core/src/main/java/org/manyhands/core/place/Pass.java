package org.manyhands.core.place;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command.Grant;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;
import org.manyhands.core.state.Wave;

/** One pass of the placer over the steps of all jobs that run. */
final class Pass {
    private final Cluster cluster;
    private final State state;
    private final Distances distances;
    private final Nodes nodes;
    private final List<Grant> grants = new ArrayList<>();

    Pass(Cluster cluster, Distances distances) {
        this.cluster = cluster;
        this.distances = distances;
        state = cluster.state();
        nodes = new Nodes(cluster);
    }

    Placement place() {
        SortedMap<StepRef, Decision> decisions = new TreeMap<>();
        for (RunningJob job : cluster.jobs()) {
            for (int number = job.job().steps().size() - 1; number >= 0; number--) {
                StepRef ref = job.job().ref(number);
                nodes.serve(ref);
                decisions.put(ref, place(job, number));
            }
        }
        return new Placement(Leaving.overdue(cluster.hosts(), state.ticks()), grants, decisions, cluster.nextDue());
    }

    private Decision place(RunningJob job, int number) {
        ItemSet ready = job.ready(number);
        if (ready.isEmpty()) {
            return job.idle(number);
        }
        if (job.job().paused().isPresent()) {
            return new Decision.Paused(ready.size());
        }
        Step step = job.job().steps().get(number);
        ItemSet candidates = ready.andNot(step.waiting(state.ticks()));
        return candidates.isEmpty()
                ? new Decision.BackingOff(
                        ready.size(), firstDue(step, state.ticks()).orElseThrow())
                : place(job.turn(number), candidates);
    }

    private static Optional<Long> firstDue(Step step, long ticks) {
        return step.waves().stream()
                .map(Wave::dueTicks)
                .filter(due -> due > ticks)
                .min(Comparator.naturalOrder());
    }

    private Decision place(Turn turn, ItemSet candidates) {
        Optional<Decision> never = nodes.shared()
                .tooLittle(turn.plan().demand(), candidates.size())
                .or(() -> nowhere(turn, candidates.size()));
        if (never.isPresent()) {
            return never.get();
        }
        long slotsLeft = slotsLeft(turn);
        return slotsLeft < 0 ? crowded(turn.plan(), candidates.size()) : place(turn, candidates, slotsLeft);
    }

    /** How many more of a step may run; negative if a limit was made less than what runs. */
    private long slotsLeft(Turn turn) {
        int atMost = turn.plan().atMost();
        long running = cluster.hosts().holders(turn.ref()).running();
        long allowed = atMost == 0 ? Long.MAX_VALUE : atMost - running;
        return Math.min(allowed, nodes.shared().fits(turn.plan().demand()));
    }

    private Decision place(Turn turn, ItemSet candidates, long slotsLeft) {
        ItemSet suspects = candidates.and(turn.step().strikes().suspects());
        ItemSet alone = new Alone(turn, nodes).give(suspects, slotsLeft, grants);
        long slots = slotsLeft - alone.size();
        // No others take a place that comes free, or those that run alone would never have one.
        boolean noPlace = alone.size() < suspects.size() && slots == 0;
        ItemSet others = noPlace ? ItemSet.EMPTY : candidates.andNot(suspects);
        Giving giving =
                new Giving(turn, state.ticks(), others, slots, new Offers(cluster, nodes, distances, turn, slots));
        giving.give();
        giving.grant(nodes, grants);
        if (giving.slotsLeft() > 0) {
            nodes.reserve(turn.kind(), giving.left().size());
        } else if (!giving.left().isEmpty()) {
            nodes.shared().reserve(turn.plan().demand());
        }
        return decide(
                giving,
                turn.plan(),
                candidates.size(),
                alone.size() + others.size() - giving.left().size());
    }

    /** Why no node can ever run it as things are, if none can. */
    private Optional<Decision> nowhere(Turn turn, long candidates) {
        if (!turn.kind().able().isEmpty()) {
            return Optional.empty();
        }
        int open = cluster.hosts().open();
        int meeting = turn.kind().open();
        Kind.Lack lack = turn.kind().lack(cluster.hosts());
        if (!lack.drained().isEmpty()) {
            return Optional.of(new Decision.Drained(candidates, lack.drained()));
        }
        if (open == 0) {
            return Optional.of(new Decision.NoNodes(candidates));
        }
        return Optional.of(
                meeting == 0
                        ? new Decision.NoNodeMeets(candidates, turn.plan().where(), open)
                        : new Decision.NoNodeFits(candidates, lack.shortages(), open - meeting));
    }

    private Decision decide(Giving giving, StepPlan plan, long candidates, long given) {
        if (given > 0) {
            return new Decision.Granted(given);
        }
        if (giving.slotsLeft() <= 0) {
            return crowded(plan, candidates);
        }
        return giving.left().isEmpty() ? new Decision.WaitsAlone(candidates) : new Decision.NodesBusy(candidates);
    }

    /** As many run as may: for what the cluster as a whole has, or for what the step says. */
    private Decision crowded(StepPlan plan, long candidates) {
        return nodes.shared()
                .inUse(plan.demand(), candidates)
                .orElseGet(() -> new Decision.AtMost(candidates, plan.atMost()));
    }
}
