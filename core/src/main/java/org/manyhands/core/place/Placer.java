package org.manyhands.core.place;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command.Grant;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.plan.Dependency;
import org.manyhands.core.plan.ResourceNames;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;
import org.manyhands.core.state.Usage;
import org.manyhands.core.state.Wave;

/**
 * Decides what runs where: a pure function from a state, what conditions mean and how far data is, to grants, with the reason for each step.
 *
 * <p>Jobs are served by priority, then by what their owners use, then by age; within a job later steps come first, so that
 * results move towards the end. What a step could not get is kept free for it: steps after it are not refilled there, and so
 * give way. Within a step retries come before new items and low numbers before high ones, so that the
 * frontier of ordered output moves; see {@link Giving}. Before all of these, what may have killed a node is given to a node that has nothing else.
 */
public final class Placer {
    private Placer() {}

    public static Placement place(State state, Conditions conditions, Distances distances) {
        Nodes nodes = new Nodes(state, conditions, distances);
        List<Grant> grants = new ArrayList<>();
        SortedMap<StepRef, Decision> decisions = new TreeMap<>();
        for (Job job : inOrder(state)) {
            for (int number = job.steps().size() - 1; number >= 0; number--) {
                nodes.serve(job.ref(number));
                decisions.put(job.ref(number), place(state, job, number, nodes, grants));
            }
        }
        return new Placement(Leaving.overdue(state), grants, decisions, nextDue(state));
    }

    private static List<Job> inOrder(State state) {
        List<Job> running = new ArrayList<>();
        state.jobs().forEach((id, job) -> {
            if (job.running()) {
                running.add(job);
            }
        });
        if (running.size() > 1) {
            SortedMap<String, Long> shares = shares(state);
            running.sort(Comparator.<Job>comparingInt(job -> -job.plan().priority())
                    .thenComparingLong(job -> shares.getOrDefault(job.plan().owner(), 0L))
                    .thenComparingLong(Job::id));
        }
        return running;
    }

    /** How many thousandths of a core the tasks of each owner use. */
    private static SortedMap<String, Long> shares(State state) {
        SortedMap<String, Long> shares = new TreeMap<>();
        state.sessions()
                .forEach((id, session) -> session.leases().forEach((ref, lease) -> {
                    Job job = state.jobs().at(ref.job());
                    long cpu = job.plan().steps().get(ref.step()).demand().getOrDefault(ResourceNames.CPU, 0L);
                    shares.merge(job.plan().owner(), cpu * lease.used(), Long::sum);
                }));
        return shares;
    }

    private static Decision place(State state, Job job, int number, Nodes nodes, List<Grant> grants) {
        StepPlan plan = job.plan().steps().get(number);
        Step step = job.steps().get(number);
        ItemSet ready = job.ready(number);
        if (ready.isEmpty()) {
            return idle(job, number);
        }
        if (job.paused().isPresent()) {
            return new Decision.Paused(ready.size());
        }
        ItemSet candidates = ready.andNot(step.waiting(state.ticks()));
        if (candidates.isEmpty()) {
            return new Decision.BackingOff(
                    ready.size(), firstDue(step, state.ticks()).orElseThrow());
        }
        Optional<Decision> tooLittle = nodes.shared().tooLittle(plan.demand(), candidates.size());
        if (tooLittle.isPresent()) {
            return tooLittle.get();
        }
        Optional<Decision> nowhere = nowhere(nodes, plan, candidates.size());
        if (nowhere.isPresent()) {
            return nowhere.get();
        }
        long allowed = plan.atMost() == 0 ? Long.MAX_VALUE : plan.atMost() - Usage.running(state, job.ref(number));
        long slotsLeft = Math.min(allowed, nodes.shared().fits(plan.demand()));
        if (slotsLeft < 0) {
            return crowded(nodes, plan, candidates.size());
        }
        ItemSet suspects = candidates.and(step.strikes().suspects());
        ItemSet alone = new Alone(job.ref(number), step, plan, nodes).give(suspects, slotsLeft, grants);
        long slots = slotsLeft - alone.size();
        // No others take a place that comes free, or those that run alone would never have one.
        boolean noPlace = alone.size() < suspects.size() && slots == 0;
        ItemSet others = noPlace ? ItemSet.EMPTY : candidates.andNot(suspects);
        Giving giving = new Giving(
                job.ref(number), step, state.ticks(), others, slots, nodes.offers(job.ref(number), plan, slots));
        giving.give();
        giving.grant(nodes, grants);
        if (giving.slotsLeft() > 0) {
            nodes.reserve(plan, giving.left().size());
        } else if (!giving.left().isEmpty()) {
            nodes.shared().reserve(plan.demand());
        }
        return decide(
                giving,
                nodes,
                plan,
                candidates.size(),
                alone.size() + others.size() - giving.left().size());
    }

    /** Why no node can ever run it as things are, if none can. */
    private static Optional<Decision> nowhere(Nodes nodes, StepPlan plan, long candidates) {
        int meeting = nodes.meeting(plan.where()).size();
        List<Decision.Shortage> shortages = nodes.shortages(plan);
        if (shortages.size() < meeting) {
            return Optional.empty();
        }
        List<String> drained = nodes.drained(plan);
        if (!drained.isEmpty()) {
            return Optional.of(new Decision.Drained(candidates, drained));
        }
        if (nodes.size() == 0) {
            return Optional.of(new Decision.NoNodes(candidates));
        }
        return Optional.of(
                meeting == 0
                        ? new Decision.NoNodeMeets(candidates, plan.where(), nodes.size())
                        : new Decision.NoNodeFits(candidates, shortages, nodes.size() - meeting));
    }

    private static Decision decide(Giving giving, Nodes nodes, StepPlan plan, long candidates, long given) {
        if (given > 0) {
            return new Decision.Granted(given);
        }
        if (giving.slotsLeft() <= 0) {
            return crowded(nodes, plan, candidates);
        }
        return giving.left().isEmpty() ? new Decision.WaitsAlone(candidates) : new Decision.NodesBusy(candidates);
    }

    /** As many run as may: for what the cluster as a whole has, or for what the step says. */
    private static Decision crowded(Nodes nodes, StepPlan plan, long candidates) {
        return nodes.shared()
                .inUse(plan.demand(), candidates)
                .orElseGet(() -> new Decision.AtMost(candidates, plan.atMost()));
    }

    private static Decision idle(Job job, int number) {
        Step step = job.steps().get(number);
        if (step.settled().size() == job.plan().steps().get(number).items()) {
            return job.plan().steps().get(number).open()
                    ? new Decision.Open(step.settled().size())
                    : new Decision.Settled();
        }
        if (!step.held().isEmpty()) {
            return new Decision.AllOut(step.held().size());
        }
        List<Integer> waitsFor = new ArrayList<>();
        for (Dependency dependency : job.plan().steps().get(number).dependencies()) {
            if (!job.complete(dependency.step())) {
                waitsFor.add(dependency.step());
            }
        }
        return new Decision.Blocked(waitsFor);
    }

    private static Optional<Long> nextDue(State state) {
        OptionalLong due = state.jobs().values().stream()
                .filter(Job::running)
                .flatMap(job -> job.steps().stream())
                .flatMap(step -> step.waves().stream())
                .mapToLong(Wave::dueTicks)
                .filter(ticks -> ticks > state.ticks())
                .min();
        return Stream.concat(Leaving.nextDue(state).stream(), due.stream().boxed())
                .min(Comparator.naturalOrder());
    }

    private static Optional<Long> firstDue(Step step, long ticks) {
        return step.waves().stream()
                .map(Wave::dueTicks)
                .filter(due -> due > ticks)
                .min(Comparator.naturalOrder());
    }
}
