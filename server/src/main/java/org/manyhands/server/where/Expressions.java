package org.manyhands.server.where;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.manyhands.core.place.Conditions;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.plan.StepPlan;

/**
 * The conditions of steps, in CEL. What was compiled is kept, and so is what it said of which labels, so that a pass of the
 * placer asks CEL only for what is new.
 *
 * <p>Concurrency: one lock. Whoever comes while the first expression of a process is compiled waits for it, about a second;
 * {@link #warm} lets that be over before it matters.
 */
public final class Expressions implements Conditions {
    /** So many different texts are kept compiled. */
    private static final int COMPILED_MAX = 1_000;

    private final Map<String, Condition> compiled = new Newest<>(COMPILED_MAX);
    private final Answers answers = new Answers();
    private @Nullable Engine engine;

    @Override
    public synchronized boolean holds(String where, String node, SortedMap<String, String> labels) {
        return answers.of(where, node, labels, () -> condition(where).holds(node, labels));
    }

    /** What is wrong with the first condition of a plan that means nothing, as a sentence; nothing if all are good. */
    public Optional<String> wrong(Plan plan) {
        return plan.steps().stream()
                .filter(step -> !step.where().isEmpty())
                .flatMap(step -> wrong(step).stream())
                .findFirst();
    }

    private Optional<String> wrong(StepPlan step) {
        return complaint(step.where())
                .map(complaint -> "where: of step '" + step.name() + "' is \"" + step.where() + "\", and " + complaint);
    }

    /** What is wrong with an expression, to be said after it; nothing if it is good. */
    public Optional<String> complaint(String where) {
        return condition(where) instanceof Condition.Wrong(String complaint)
                ? Optional.of(complaint)
                : Optional.empty();
    }

    /** Compiles the conditions of a plan, in another thread, so that the placer need not wait for that. */
    public void warm(Plan plan) {
        if (plan.steps().stream().anyMatch(step -> !step.where().isEmpty())) {
            Thread.ofPlatform().name("where").daemon().start(() -> {
                var _ = wrong(plan);
            });
        }
    }

    /** How many are kept. */
    synchronized int compiled() {
        return compiled.size();
    }

    private synchronized Condition condition(String where) {
        return compiled.computeIfAbsent(where, this::compile);
    }

    private Condition compile(String where) {
        if (engine == null) {
            engine = new Engine();
        }
        return engine.compile(where);
    }
}
