package org.manyhands.core.place;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.plan.Dependency;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Step;
import org.manyhands.core.state.Wave;

/** A job that runs, and what follows from it alone, kept until it changes. */
final class RunningJob {
    private final Kinds kinds;
    private final SortedMap<Integer, Kind> known = new TreeMap<>();
    private final SortedMap<Integer, ItemSet> ready = new TreeMap<>();
    private final SortedMap<Integer, Decision> idle = new TreeMap<>();
    private Job job;

    RunningJob(Job job, Kinds kinds) {
        this.job = job;
        this.kinds = kinds;
    }

    Job job() {
        return job;
    }

    long id() {
        return job.id();
    }

    void become(Job next) {
        known.entrySet().removeIf(entry -> {
            boolean other = !alike(entry.getKey(), next.plan());
            if (other) {
                kinds.giveBack(entry.getValue());
            }
            return other;
        });
        job = next;
        ready.clear();
        idle.clear();
    }

    /** It does not run any more. */
    void leave() {
        known.values().forEach(kinds::giveBack);
        known.clear();
    }

    private boolean alike(int number, Plan next) {
        return number < next.steps().size()
                && plan(number).where().equals(next.steps().get(number).where())
                && plan(number).demand().equals(next.steps().get(number).demand());
    }

    private StepPlan plan(int number) {
        return job.plan().steps().get(number);
    }

    /** The step as one that looks for nodes. */
    Turn turn(int number) {
        return new Turn(
                job.ref(number),
                plan(number),
                job.steps().get(number),
                known.computeIfAbsent(number, _ -> kinds.use(plan(number))));
    }

    ItemSet ready(int number) {
        return ready.computeIfAbsent(number, job::ready);
    }

    /** Why nothing of a step is ready. */
    Decision idle(int number) {
        return idle.computeIfAbsent(number, this::whyIdle);
    }

    private Decision whyIdle(int number) {
        Step step = job.steps().get(number);
        if (step.settled().size() == plan(number).items()) {
            return plan(number).open() ? new Decision.Open(step.settled().size()) : new Decision.Settled();
        }
        if (!step.held().isEmpty()) {
            return new Decision.AllOut(step.held().size());
        }
        List<Integer> waitsFor = new ArrayList<>();
        for (Dependency dependency : plan(number).dependencies()) {
            if (!job.complete(dependency.step())) {
                waitsFor.add(dependency.step());
            }
        }
        return new Decision.Blocked(waitsFor);
    }

    /** When its back-offs end. */
    List<Long> dues() {
        List<Long> dues = new ArrayList<>();
        for (Step step : job.steps()) {
            for (Wave wave : step.waves()) {
                dues.add(wave.dueTicks());
            }
        }
        return dues;
    }
}
