package org.manyhands.cli.spec;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/** Puts steps behind those they follow, otherwise in the order in which they were written. */
final class StepOrder {
    private final ParsedJob parsed;
    private final SequencedSet<StepSpec> done = new LinkedHashSet<>();
    private final SequencedSet<String> path = new LinkedHashSet<>();

    private StepOrder(ParsedJob parsed) {
        this.parsed = parsed;
    }

    /** All dependencies must name steps of the job; a cycle is refused with its names. */
    static List<StepSpec> of(ParsedJob parsed) throws SpecException {
        StepOrder order = new StepOrder(parsed);
        for (StepSpec step : parsed.spec().steps()) {
            order.visit(step);
        }
        return List.copyOf(order.done);
    }

    private void visit(StepSpec step) throws SpecException {
        if (done.contains(step)) {
            return;
        }
        path.add(step.name());
        for (After after : step.after()) {
            if (path.contains(after.step())) {
                throw cycle(step, after.step());
            }
            visit(parsed.spec().step(after.step()).orElseThrow());
        }
        path.remove(step.name());
        done.add(step);
    }

    private SpecException cycle(StepSpec last, String first) {
        List<String> names = new ArrayList<>(path);
        List<String> circle = new ArrayList<>(names.subList(names.indexOf(first), names.size()));
        circle.add(first);
        Optional<Location> at = parsed.places().of(last.name(), "after", first);
        return new SpecException("steps wait for each other in a circle: " + String.join(" → ", circle), at);
    }
}
