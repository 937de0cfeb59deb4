package org.manyhands.core.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command.RetryItems;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Where;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.plan.Dependency;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Phase;
import org.manyhands.core.state.Step;

/** Settled items become unsettled again, on request. */
final class Retries {
    private Retries() {}

    static Reply retry(Transition transition, RetryItems retry, Actor actor) {
        Optional<Job> found = transition.job(retry.job());
        if (found.isEmpty()) {
            return transition.noSuchJob(retry.job());
        }
        Job job = found.get();
        if (job.phase() instanceof Phase.Cancelling) {
            return new Reply.Refused(
                    RefusalCode.WRONG_PHASE, "job " + job.id() + " is being cancelled; retry when it has ended");
        }
        if (retry.where() instanceof Where.Items items
                && (items.step() < 0 || items.step() >= job.steps().size())) {
            return Transition.noSuchStep(job.ref(items.step()));
        }
        List<ItemSet> chosen = chosen(job, retry.where());
        if (chosen.stream().allMatch(ItemSet::isEmpty)) {
            return new Reply.Refused(RefusalCode.INVALID, "job " + job.id() + " has no such settled item");
        }
        List<ItemSet> reset = transition.holds(Rule.RETRY_RESETS_DEPENDENTS) ? withDependents(job, chosen) : chosen;
        for (int step = 0; step < reset.size(); step++) {
            if (reset.get(step).intersects(job.steps().get(step).held())) {
                return new Reply.Refused(
                        RefusalCode.DEPENDENTS_HELD,
                        "items of step " + job.plan().steps().get(step).name()
                                + " that were made from these are running; cancel the job or wait");
            }
        }
        apply(transition, job, reset, actor);
        return new Reply.Done();
    }

    private static void apply(Transition transition, Job job, List<ItemSet> reset, Actor actor) {
        Job next = job.decided() ? job.nextRun() : job;
        transition.tell(new Event.JobRetried(job.id(), next.run(), actor.name()));
        for (int number = 0; number < reset.size(); number++) {
            ItemSet items = reset.get(number);
            ItemSet settled = items.and(job.steps().get(number).settled());
            if (!items.isEmpty()) {
                next = next.withStep(number, unsettle(next.steps().get(number), items));
            }
            if (!settled.isEmpty()) {
                transition.tell(new Event.ItemsReset(job.ref(number), settled));
            }
        }
        transition.put(next);
        Decisions.decide(transition, job.id());
    }

    private static Step unsettle(Step step, ItemSet items) {
        return step.withOk(step.ok().andNot(items))
                .withFailed(step.failed().andNot(items))
                .withCancelled(step.cancelled().andNot(items))
                .withTries(step.tries().clear(items))
                .withWaves(Leases.without(step.waves(), items))
                .withAvoid(Settling.without(step.avoid(), items))
                .withStrikes(step.strikes().without(items));
    }

    private static List<ItemSet> chosen(Job job, Where where) {
        List<ItemSet> chosen = new ArrayList<>();
        for (int number = 0; number < job.steps().size(); number++) {
            Step step = job.steps().get(number);
            chosen.add(
                    switch (where) {
                        case Where.Failed _ -> step.failed();
                        case Where.FailedOrCancelled _ -> step.failed().or(step.cancelled());
                        case Where.Items(int only, ItemSet items) ->
                            only == number ? items.and(step.settled()) : ItemSet.EMPTY;
                    });
        }
        return chosen;
    }

    /** Also what was made, directly or not, from those of the items that were ok; what failed to be made forgets its tries. */
    private static List<ItemSet> withDependents(Job job, List<ItemSet> chosen) {
        List<ItemSet> reset = new ArrayList<>(chosen);
        for (int number = 0; number < reset.size(); number++) {
            for (Dependency dependency : job.plan().steps().get(number).dependencies()) {
                ItemSet remade = reset.get(dependency.step())
                        .and(job.steps().get(dependency.step()).ok());
                if (!remade.isEmpty()) {
                    reset.set(number, reset.get(number).or(dependents(job, number, dependency, remade)));
                }
            }
        }
        return reset;
    }

    private static ItemSet dependents(Job job, int number, Dependency dependency, ItemSet remade) {
        Step step = job.steps().get(number);
        ItemSet reached = switch (dependency) {
            case Dependency.Each _ -> remade;
            case Dependency.All _ ->
                ItemSet.range(0, job.plan().steps().get(number).items());
        };
        ItemSet touched = step.ok().or(step.failed()).or(step.held());
        return touched.and(reached).or(step.tries().greaterThan(0, reached.andNot(step.cancelled())));
    }
}
