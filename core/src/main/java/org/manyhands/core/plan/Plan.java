package org.manyhands.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A compiled job.
 *
 * @param name what people call the job; 1 to 128 characters
 * @param steps in an order in which every step comes after those it depends on; 1 to {@value #STEPS_MAX}
 * @param priority higher is placed first; -1000 to 1000
 * @param result the number of the step whose outputs are the result of the job, if it has one
 * @param owner as whom the tasks were submitted
 * @param notifications who is told when the job has ended; at most {@value #NOTIFICATIONS_MAX}
 */
public record Plan(
        String name,
        List<StepPlan> steps,
        int priority,
        Optional<Integer> result,
        String owner,
        List<Notification> notifications) {
    public static final int NOTIFICATIONS_MAX = 8;
    public static final int STEPS_MAX = 1_000;
    public static final int PRIORITY_MAX = 1_000;

    public Plan {
        steps = List.copyOf(steps);
        notifications = List.copyOf(notifications);
        if (notifications.size() > NOTIFICATIONS_MAX) {
            throw new IllegalArgumentException(
                    "notifications: " + notifications.size() + " (expected: at most " + NOTIFICATIONS_MAX + ")");
        }
        if (name.isEmpty() || name.length() > 128) {
            throw new IllegalArgumentException("name: " + name.length() + " characters (expected: 1 to 128)");
        }
        if (steps.isEmpty() || steps.size() > STEPS_MAX) {
            throw new IllegalArgumentException("steps: " + steps.size() + " (expected: 1 to " + STEPS_MAX + ")");
        }
        if (Math.abs(priority) > PRIORITY_MAX) {
            throw new IllegalArgumentException("priority: " + priority + " (expected: -1000 to 1000)");
        }
        if (result.isPresent() && (result.get() < 0 || result.get() >= steps.size())) {
            throw new IllegalArgumentException(
                    "result: step " + result.get() + " (expected: 0 to " + (steps.size() - 1) + ")");
        }
        for (int number = 0; number < steps.size(); number++) {
            for (Dependency dependency : steps.get(number).dependencies()) {
                check(steps, number, dependency);
            }
        }
    }

    /** A plan that tells nobody. */
    public Plan(String name, List<StepPlan> steps, int priority, Optional<Integer> result, String owner) {
        this(name, steps, priority, result, owner, List.of());
    }

    /** The same plan, but for who is told. */
    public Plan withNotifications(List<Notification> newNotifications) {
        return new Plan(name, steps, priority, result, owner, newNotifications);
    }

    public Plan withPriority(int newPriority) {
        return new Plan(name, steps, newPriority, result, owner, notifications);
    }

    /** The same plan, but for how many tasks of one step may run at once; 0 is no limit. */
    public Plan withAtMost(int number, int atMost) {
        return withStep(number, steps.get(number).withAtMost(atMost));
    }

    /** The same plan, but for the items of one step and of all that follow it item by item. */
    public Plan withItems(int number, long items, boolean open) {
        List<StepPlan> newSteps = new ArrayList<>(steps);
        SortedSet<Integer> changed = new TreeSet<>(List.of(number));
        for (int each = number; each < steps.size(); each++) {
            StepPlan step = steps.get(each);
            boolean follows = step.dependencies().stream()
                    .anyMatch(
                            dependency -> dependency instanceof Dependency.Each && changed.contains(dependency.step()));
            if (each == number || follows) {
                changed.add(each);
                newSteps.set(each, step.withItems(items, open));
            }
        }
        return new Plan(name, newSteps, priority, result, owner, notifications);
    }

    /** The same plan with no item to come any more. */
    public Plan closed() {
        List<StepPlan> newSteps = steps.stream()
                .map(step -> step.open() ? step.withItems(step.items(), false) : step)
                .toList();
        return new Plan(name, newSteps, priority, result, owner, notifications);
    }

    private Plan withStep(int number, StepPlan step) {
        List<StepPlan> newSteps = new ArrayList<>(steps);
        newSteps.set(number, step);
        return new Plan(name, newSteps, priority, result, owner, notifications);
    }

    private static void check(List<StepPlan> steps, int number, Dependency dependency) {
        if (dependency.step() < 0 || dependency.step() >= number) {
            throw new IllegalArgumentException(
                    "dependency of step " + number + ": " + dependency.step() + " (expected: an earlier step)");
        }
        if (dependency instanceof Dependency.Each
                && steps.get(dependency.step()).open() != steps.get(number).open()) {
            throw new IllegalArgumentException("step " + number + " and step " + dependency.step()
                    + ", on which it depends item by item: one is open (expected: both or none)");
        }
        if (dependency instanceof Dependency.Each
                && steps.get(dependency.step()).items() != steps.get(number).items()) {
            throw new IllegalArgumentException("step " + number + " has "
                    + steps.get(number).items()
                    + " items (expected: as many as step " + dependency.step() + ", on which it depends item by item: "
                    + steps.get(dependency.step()).items() + ")");
        }
    }
}
