package org.manyhands.verify.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.manyhands.core.Bytes;
import org.manyhands.core.plan.Dependency;
import org.manyhands.core.plan.End;
import org.manyhands.core.plan.Notification;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.plan.Retry;
import org.manyhands.core.plan.StepPlan;

/** Jobs by chance. */
final class Plans {
    /** One step in so many is spread. */
    private static final int SPREAD = 5;

    private final Dice dice;

    Plans(Dice dice) {
        this.dice = dice;
    }

    /** @param endless some task never ends, or no node can run it */
    Plan plan(boolean endless) {
        return steps(endless).withNotifications(notifications());
    }

    private List<Notification> notifications() {
        List<Notification> notifications = new ArrayList<>();
        for (int left = dice.permille(600) ? 0 : 1 + dice.below(3); left > 0; left--) {
            List<End> on =
                    Stream.of(End.values()).filter(_ -> dice.permille(700)).toList();
            notifications.add(new Notification("somebody", on, Bytes.EMPTY));
        }
        return notifications;
    }

    private Plan steps(boolean endless) {
        List<StepPlan> steps = new ArrayList<>();
        int count = 1 + (dice.permille(500) ? 0 : dice.below(5));
        boolean open = dice.permille(150);
        int items = open ? 0 : dice.permille(100) ? 200 : dice.below(30);
        for (int number = 0; number < count; number++) {
            List<Dependency> dependencies = dependencies(number);
            boolean each = dependencies.stream().anyMatch(Dependency.Each.class::isInstance);
            int own = each ? (int) steps.get(dependencies.getFirst().step()).items() : 1 + dice.below(items + 1);
            steps.add(step(number, number == 0 ? items : own, dependencies, endless));
        }
        if (open) {
            return opened(steps);
        }
        return new Plan("job", steps, dice.below(3), Optional.of(count - 1), dice.permille(500) ? "anna" : "bert");
    }

    /** The first step has no items yet, and they come while the job runs; so those that follow it item by item. */
    private Plan opened(List<StepPlan> closed) {
        List<StepPlan> steps = new ArrayList<>();
        for (StepPlan step : closed) {
            boolean open = steps.isEmpty()
                    || step.dependencies().stream()
                            .anyMatch(dependency -> dependency instanceof Dependency.Each
                                    && steps.get(dependency.step()).open());
            steps.add(new StepPlan(
                    step.name(),
                    step.items(),
                    step.dependencies(),
                    step.demand(),
                    step.atMost(),
                    step.retry(),
                    step.stopAfter(),
                    step.lostAfterMillis(),
                    step.template(),
                    open,
                    step.where(),
                    step.spread(),
                    step.input()));
        }
        return new Plan("open", steps, dice.below(3), Optional.empty(), "anna");
    }

    Plan tooBig() {
        StepPlan step = step(0, 1, List.of(), false);
        return new Plan(
                "big",
                List.of(new StepPlan(
                        step.name(), 1, List.of(), step.demand(), 0, Retry.NONE, 0, 0, Bytes.copyOf(new byte[70_000]))),
                0,
                Optional.empty(),
                "anna");
    }

    private List<Dependency> dependencies(int number) {
        if (number == 0 || dice.permille(150)) {
            return List.of();
        }
        int other = dice.below(number);
        return List.of(dice.permille(500) ? new Dependency.Each(other) : new Dependency.All(other));
    }

    private StepPlan step(int number, int items, List<Dependency> dependencies, boolean endless) {
        SortedMap<String, Long> demand = new TreeMap<>();
        demand.put("cpu", endless && dice.permille(200) ? 99_000L : dice.pick(List.of(250L, 500L, 1_000L)));
        if (dice.permille(100)) {
            demand.put("gpu", 1_000L);
        }
        Work work = new Work(
                (int) dice.between(5, Math.max(10, Math.min(2_500, 12_000 / Math.max(1, items)))),
                dice.pick(List.of(0, 0, 100, 400)),
                endless ? 300 : dice.pick(List.of(0, 0, 0, 30)),
                endless ? 0 : 2_500);
        return new StepPlan(
                "step" + number,
                items,
                dependencies,
                demand,
                dice.pick(List.of(0, 0, 0, 1, 3)),
                new Retry(dice.below(4), dice.pick(List.of(0, 100, 1_000))),
                dice.permille(150) ? 3 : 0,
                dice.pick(List.of(0, 0, 3_000, 8_000)),
                work.template(),
                false,
                dice.permille(200) ? LabelConditions.OPEN : "",
                items % SPREAD == 0 ? StepPlan.SPREAD_NODE : "",
                Optional.empty());
    }
}
