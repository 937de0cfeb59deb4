package org.manyhands.core.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.CommitPart;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.Failures;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.items.Planes;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.plan.Retry;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Phase;
import org.manyhands.core.state.ReasonCount;
import org.manyhands.core.state.Step;
import org.manyhands.core.state.Wave;

/** What the reported attempts of items make of them: ok, failed for good, or waiting for another try. */
final class Settling {
    /** Back-offs differ only for the first this many failures. */
    private static final int DIFFERENT_BACKOFFS = 3;

    private Settling() {}

    static void settle(Transition transition, CommitPart part, ItemSet held, String node) {
        StepRef ref = part.step();
        ItemSet ok = part.ok().and(held);
        Step step = transition.step(ref).orElseThrow();
        long share = part.items().isEmpty()
                ? 0
                : part.workMillis() * held.size() / part.items().size();
        transition.put(ref, step.withOk(step.ok().or(ok)).withWork(step.work().plus(held.size(), share)));
        if (!ok.isEmpty()) {
            transition.tell(new Event.ItemsOk(ref, ok));
        }
        ItemSet left = held.andNot(ok);
        for (Failures failures : part.failed()) {
            ItemSet failed = failures.items().and(left);
            if (!failed.isEmpty()) {
                fail(transition, ref, failures, failed, node);
                left = left.andNot(failed);
            }
        }
        settled(transition, ref, ok);
        stop(transition, ref, step.failed().size());
        Decisions.decide(transition, ref.job());
    }

    private static void fail(Transition transition, StepRef ref, Failures failures, ItemSet failed, String node) {
        Job job = transition.state().jobs().at(ref.job());
        StepPlan plan = job.plan().steps().get(ref.step());
        Step step = job.steps().get(ref.step());
        Planes tries = step.tries().increment(failed);
        ItemSet again =
                job.running() ? failed.andNot(tries.greaterThan(plan.retry().max(), failed)) : ItemSet.EMPTY;
        ItemSet over = failed.andNot(again);
        transition.put(
                ref,
                step.withTries(tries)
                        .withFailed(step.failed().or(over))
                        .withReasons(count(step.reasons(), failures, failed))
                        .withAvoid(avoid(step.avoid(), node, again)));
        String reason = Step.reasonKey(name(failures), failures.detail());
        if (!over.isEmpty()) {
            transition.tell(new Event.ItemsFailed(ref, over, reason));
            settled(transition, ref, over);
        }
        wait(transition, ref, plan.retry(), tries, again, reason);
    }

    private static void wait(
            Transition transition, StepRef ref, Retry retry, Planes tries, ItemSet again, String reason) {
        ItemSet left = again;
        for (int failures = 1; failures <= DIFFERENT_BACKOFFS && !left.isEmpty(); failures++) {
            ItemSet same = failures == DIFFERENT_BACKOFFS ? left : tries.equalTo(failures, left);
            left = left.andNot(same);
            if (!same.isEmpty()) {
                waitTogether(transition, ref, retry.waitMillis(failures), same, reason);
            }
        }
    }

    /** Due at the first multiple of the back-off that is at least one back-off away. */
    private static void waitTogether(
            Transition transition, StepRef ref, long waitMillis, ItemSet items, String reason) {
        long ticks = transition.state().ticks();
        long due = waitMillis == 0 ? ticks : Math.ceilDiv(ticks + waitMillis, waitMillis) * waitMillis;
        transition.tell(new Event.ItemsWaiting(ref, items, due, reason));
        if (waitMillis > 0) {
            Step step = transition.step(ref).orElseThrow();
            transition.put(ref, step.withWaves(join(transition, step.waves(), due, items)));
        }
    }

    /** The waves by time. Those already due are one, or a step that waits long for a node would have ever more. */
    private static List<Wave> join(Transition transition, List<Wave> waves, long due, ItemSet items) {
        SortedMap<Long, ItemSet> joined = new TreeMap<>();
        joined.put(due, items);
        long now = transition.state().ticks();
        for (Wave wave : waves) {
            long kept = transition.holds(Rule.WAVES_KEEP_THEIR_TIME) ? wave.dueTicks() : due;
            joined.merge(kept <= now ? now : kept, wave.items(), ItemSet::or);
        }
        List<Wave> ordered = new ArrayList<>();
        joined.forEach((dueTicks, together) -> ordered.add(new Wave(dueTicks, together)));
        return ordered;
    }

    static PersistentMap<String, ReasonCount> count(
            PersistentMap<String, ReasonCount> reasons, Failures failures, ItemSet failed) {
        String reason = name(failures);
        String exact = Step.reasonKey(reason, failures.detail());
        String key = reasons.containsKey(exact) || reasons.size() < Step.REASONS_MAX ? exact : reason;
        long before = reasons.get(key).map(ReasonCount::count).orElse(0L);
        return reasons.put(key, new ReasonCount(before + failed.size(), failed.last(), failures.sample()));
    }

    static String name(Failures failures) {
        return failures.reason().name().toLowerCase(Locale.ROOT);
    }

    static PersistentMap<String, ItemSet> avoid(PersistentMap<String, ItemSet> avoid, String node, ItemSet items) {
        Optional<ItemSet> known = avoid.get(node);
        if (items.isEmpty() || (known.isEmpty() && avoid.size() >= Step.AVOIDED_NODES_MAX)) {
            return avoid;
        }
        return avoid.put(node, known.orElse(ItemSet.EMPTY).or(items));
    }

    /** Settled items need no place to avoid, and what they said themselves is worth more than strikes. */
    private static void settled(Transition transition, StepRef ref, ItemSet items) {
        Step step = transition.step(ref).orElseThrow();
        transition.put(
                ref,
                step.withAvoid(without(step.avoid(), items))
                        .withStrikes(step.strikes().without(items)));
    }

    static PersistentMap<String, ItemSet> without(PersistentMap<String, ItemSet> before, ItemSet items) {
        PersistentMap<String, ItemSet> avoid = before;
        for (PersistentMap.Entry<String, ItemSet> entry : before) {
            if (entry.value().intersects(items)) {
                ItemSet rest = entry.value().andNot(items);
                avoid = rest.isEmpty() ? avoid.remove(entry.key()) : avoid.put(entry.key(), rest);
            }
        }
        return avoid;
    }

    /** A job that goes on after its rule stopped it, by a retry, is stopped again by a failure and not by a success. */
    static void stop(Transition transition, StepRef ref, long failedBefore) {
        Job job = transition.state().jobs().at(ref.job());
        StepPlan plan = job.plan().steps().get(ref.step());
        long failed = job.steps().get(ref.step()).failed().size();
        if (job.running() && plan.stopAfter() > 0 && failed > failedBefore && failed >= plan.stopAfter()) {
            String reason = "step " + plan.name() + " had " + failed + " failed tasks, and stops the job after "
                    + plan.stopAfter();
            Jobs.wind(transition, job, new Phase.Cancelling(true, reason, "rule"));
        }
    }
}
