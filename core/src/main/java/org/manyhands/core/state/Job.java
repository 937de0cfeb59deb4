package org.manyhands.core.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.plan.Dependency;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.plan.StepPlan;

/**
 * A job and what became of it.
 *
 * @param run how often it was started, from 1
 * @param steps one for each step of the plan
 * @param paused nothing more is granted while this is set; what is held goes on
 * @param notices who is told of the end of this run, in the order of the plan; none before it is decided
 */
public record Job(
        long id,
        Bytes key,
        Plan plan,
        Phase phase,
        int run,
        List<Step> steps,
        long submittedTicks,
        long submittedWallMillis,
        Optional<Pause> paused,
        List<Notice> notices) {
    public Job {
        steps = List.copyOf(steps);
        notices = List.copyOf(notices);
    }

    public Job withPhase(Phase newPhase) {
        return new Job(id, key, plan, newPhase, run, steps, submittedTicks, submittedWallMillis, paused, notices);
    }

    public Job withStep(int number, Step step) {
        List<Step> newSteps = new ArrayList<>(steps);
        newSteps.set(number, step);
        return new Job(id, key, plan, phase, run, newSteps, submittedTicks, submittedWallMillis, paused, notices);
    }

    public Job withPlan(Plan newPlan) {
        return new Job(id, key, newPlan, phase, run, steps, submittedTicks, submittedWallMillis, paused, notices);
    }

    public Job withPaused(Optional<Pause> newPaused) {
        return new Job(id, key, plan, phase, run, steps, submittedTicks, submittedWallMillis, newPaused, notices);
    }

    public Job withNotices(List<Notice> newNotices) {
        return new Job(id, key, plan, phase, run, steps, submittedTicks, submittedWallMillis, paused, newNotices);
    }

    /** Whether somebody is still to be told of its end. */
    public boolean owesNotice() {
        return notices.stream().anyMatch(Notice::owed);
    }

    /**
     * The job begun again. Whoever asks for that wants it to run, also if it was paused when it ended, and to end, also if
     * its list of items was cut off. Who was not told of the old end is told of the new one.
     */
    public Job nextRun() {
        return new Job(
                id,
                key,
                plan.closed(),
                new Phase.Running(),
                run + 1,
                steps,
                submittedTicks,
                submittedWallMillis,
                Optional.empty(),
                List.of());
    }

    /** The job at its end, which is another one than before. */
    public Job endedAgain(Phase.Decided end, List<Notice> owed) {
        return new Job(id, key, plan, end, run + 1, steps, submittedTicks, submittedWallMillis, paused, owed);
    }

    public StepRef ref(int step) {
        return new StepRef(id, step);
    }

    public boolean running() {
        return phase instanceof Phase.Running;
    }

    public boolean decided() {
        return phase instanceof Phase.Decided;
    }

    /** Where the items of a step are that came while the job ran: its own, or those of the step that it follows item by item. */
    public PersistentMap<Long, ItemList> lists(int number) {
        for (Dependency dependency : plan.steps().get(number).dependencies()) {
            if (dependency instanceof Dependency.Each) {
                return lists(dependency.step());
            }
        }
        return steps.get(number).lists();
    }

    /** The items of a step that may be granted now, whether or not they wait for their back-off. */
    public ItemSet ready(int number) {
        return running() ? unblocked(number).andNot(steps.get(number).held()) : ItemSet.EMPTY;
    }

    /** Whether all of these items may be granted now. */
    public boolean ready(int number, ItemSet items) {
        if (!running()
                || items.isEmpty()
                || items.last() >= plan.steps().get(number).items()) {
            return items.isEmpty();
        }
        Step step = steps.get(number);
        return !items.intersects(step.held())
                && !items.intersects(step.settled())
                && plan.steps().get(number).dependencies().stream()
                        .allMatch(dependency -> satisfied(dependency, items));
    }

    /** Whether an item of some step may be granted now. */
    public boolean anyReady() {
        for (int number = 0; number < steps.size(); number++) {
            if (!ready(number).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Whether items may still come to some step. */
    public boolean anyOpen() {
        return plan.steps().stream().anyMatch(StepPlan::open);
    }

    public boolean anyHeld() {
        return steps.stream().anyMatch(step -> !step.held().isEmpty());
    }

    public boolean allOk() {
        for (int number = 0; number < steps.size(); number++) {
            if (!complete(number)) {
                return false;
            }
        }
        return true;
    }

    /** Whether every item of a step is ok, and none may come any more. */
    public boolean complete(int number) {
        return !plan.steps().get(number).open()
                && steps.get(number).ok().size() == plan.steps().get(number).items();
    }

    /** The unsettled items of a step that no dependency holds up. */
    private ItemSet unblocked(int number) {
        ItemSet items = ItemSet.range(0, plan.steps().get(number).items());
        for (Dependency dependency : plan.steps().get(number).dependencies()) {
            items = switch (dependency) {
                case Dependency.Each each -> items.and(steps.get(each.step()).ok());
                case Dependency.All all -> complete(all.step()) ? items : ItemSet.EMPTY;
            };
            if (items.isEmpty()) {
                return items;
            }
        }
        return items.andNot(steps.get(number).settled());
    }

    private boolean satisfied(Dependency dependency, ItemSet items) {
        return switch (dependency) {
            case Dependency.Each each -> steps.get(each.step()).ok().containsAll(items);
            case Dependency.All all -> complete(all.step());
        };
    }
}
