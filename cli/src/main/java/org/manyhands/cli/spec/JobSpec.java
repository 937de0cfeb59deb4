package org.manyhands.cli.spec;

import java.util.List;
import java.util.Optional;

/**
 * What a user wrote, normalised: the same whether it came from a file or from flags.
 *
 * @param name what people call the job; 1 to {@value #NAME_MAX} characters
 * @param steps in the order in which they were written; names are unique
 * @param result the step whose outputs are the result of the job
 * @param priority higher is placed first; -1000 to 1000
 * @param notifications who is told when it has ended
 */
public record JobSpec(
        String name, List<StepSpec> steps, Optional<String> result, int priority, List<Notify> notifications) {
    public static final int NAME_MAX = 128;

    public JobSpec {
        steps = List.copyOf(steps);
        notifications = List.copyOf(notifications);
    }

    /** What the items of a step are made of, its own or those that it takes over; the steps follow no circle. */
    List<String> columns(StepSpec step) {
        Optional<StepSpec> from = step.itemsFrom().flatMap(after -> step(after.step()));
        return from.isPresent() ? columns(from.get()) : step.each().columns();
    }

    Optional<StepSpec> step(String wanted) {
        return steps.stream().filter(step -> step.name().equals(wanted)).findFirst();
    }
}
