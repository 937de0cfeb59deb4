package org.manyhands.cli.spec;

import org.manyhands.core.plan.StepPlan;

/** Expressions of {@code where:}. What they mean is known where jobs are placed, which refuses those that mean nothing. */
final class Conditions {
    private Conditions() {}

    static String parse(String text) throws SpecException {
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            throw new SpecException("nothing (expected: an expression, as labels.os == 'linux')");
        }
        if (stripped.length() > StepPlan.WHERE_CHARACTERS_MAX) {
            throw new SpecException(Decimals.grouped(stripped.length()) + " characters (expected: at most "
                    + Decimals.grouped(StepPlan.WHERE_CHARACTERS_MAX) + ")");
        }
        return stripped;
    }
}
