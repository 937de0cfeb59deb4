package org.manyhands.cli.spec;

import java.util.Optional;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.Labels;

/** On which nodes: {@code where:}, whose meaning is known where jobs are placed, which refuses what means nothing; and {@code spread:}. */
final class Conditions {
    private Conditions() {}

    static String spread(String text) throws SpecException {
        String stripped = text.strip();
        Optional<String> wrong = Labels.wrongName(stripped);
        if (wrong.isPresent()) {
            throw new SpecException(wrong.get());
        }
        return stripped;
    }

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
