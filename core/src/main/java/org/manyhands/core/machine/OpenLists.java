package org.manyhands.core.machine;

import java.util.Optional;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command.AddItems;
import org.manyhands.core.command.Command.CloseItems;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.ItemList;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Step;

/** Items that come while the job runs. */
final class OpenLists {
    private OpenLists() {}

    static Reply add(Transition transition, AddItems add) {
        Optional<Reply> missing = missing(transition, add.step());
        if (missing.isPresent()) {
            return missing.get();
        }
        Job job = transition.state().jobs().at(add.step().job());
        StepPlan plan = job.plan().steps().get(add.step().step());
        if (add.first() < 0 || add.count() < 1 || add.first() > StepPlan.ITEMS_MAX) {
            return invalid(add.count() + " items from " + add.first() + " (expected: at least one, from 0)");
        }
        Step step = transition.step(add.step()).orElseThrow();
        if (!step.lists().isEmpty() && add.count() <= plan.items() - add.first()) {
            return new Reply.Done();
        }
        if (!plan.takesItems() || !job.running()) {
            return closed(job, plan);
        }
        Optional<Reply> refusal = unfit(add, plan, step);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        apply(transition, add, job, step);
        return new Reply.Done();
    }

    static Reply close(Transition transition, CloseItems close) {
        Optional<Reply> missing = missing(transition, close.step());
        if (missing.isPresent()) {
            return missing.get();
        }
        Job job = transition.state().jobs().at(close.step().job());
        StepPlan plan = job.plan().steps().get(close.step().step());
        boolean agreed = close.items() == -1 || close.items() == plan.items();
        if (!plan.takesItems() || !job.running()) {
            return agreed && !plan.open() ? new Reply.Done() : closed(job, plan);
        }
        if (!agreed) {
            return invalid("the list of step " + plan.name() + " has " + plan.items() + " items (expected: "
                    + close.items() + ", before it is closed)");
        }
        transition.put(job.withPlan(job.plan().withItems(close.step().step(), plan.items(), false)));
        transition.tell(new Event.ItemsClosed(close.step(), plan.items()));
        Decisions.decide(transition, job.id());
        return new Reply.Done();
    }

    private static void apply(Transition transition, AddItems add, Job job, Step step) {
        long items = add.first() + add.count();
        PersistentMap<Long, ItemList> lists = step.lists();
        for (PersistentMap.Entry<Long, ItemList> entry : step.lists()) {
            lists = entry.key() >= add.first() ? lists.remove(entry.key()) : lists;
        }
        transition.put(job.withPlan(job.plan().withItems(add.step().step(), items, true)));
        transition.put(add.step(), step.withLists(lists.put(add.first(), new ItemList(add.list(), add.count()))));
        transition.tell(new Event.ItemsAdded(add.step(), items));
    }

    /** Why these items have no place in the list. */
    private static Optional<Reply> unfit(AddItems add, StepPlan plan, Step step) {
        if (add.first() > plan.items()
                || (add.first() < plan.items() && !step.lists().containsKey(add.first()))) {
            return Optional.of(invalid("items from " + add.first() + " on (expected: from " + plan.items()
                    + ", which the list of step " + plan.name() + " has, or from where a list of it begins)"));
        }
        if (add.count() > StepPlan.ITEMS_MAX - add.first()) {
            return Optional.of(limit("step " + plan.name() + " would have more than " + StepPlan.ITEMS_MAX + " items"));
        }
        return add.first() == plan.items() && step.lists().size() >= Step.LISTS_MAX
                ? Optional.of(limit("step " + plan.name() + " has " + Step.LISTS_MAX + " lists of items; join some"))
                : Optional.empty();
    }

    private static Optional<Reply> missing(Transition transition, StepRef ref) {
        if (transition.job(ref.job()).isEmpty()) {
            return Optional.of(transition.noSuchJob(ref.job()));
        }
        return transition.step(ref).isEmpty() ? Optional.of(Transition.noSuchStep(ref)) : Optional.empty();
    }

    private static Reply closed(Job job, StepPlan plan) {
        return new Reply.Refused(
                RefusalCode.WRONG_PHASE,
                job.running()
                        ? "the list of items of step " + plan.name() + " of job " + job.id() + " is closed at "
                                + plan.items()
                        : "job " + job.id() + (job.decided() ? " has already ended" : " is being cancelled"));
    }

    private static Reply invalid(String sentence) {
        return new Reply.Refused(RefusalCode.INVALID, sentence);
    }

    private static Reply limit(String sentence) {
        return new Reply.Refused(RefusalCode.LIMIT, sentence);
    }
}
