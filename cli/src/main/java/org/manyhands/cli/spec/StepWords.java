package org.manyhands.cli.spec;

import java.util.List;
import java.util.Optional;
import org.manyhands.wire.Variable;
import org.manyhands.wire.Word;

/** The command and the variables of a step with their placeholders found and checked. */
record StepWords(List<Word> argv, List<Variable> env, List<String> warnings, Optional<Word> out) {
    static StepWords of(JobSpec job, StepSpec step, Places places) throws SpecException {
        return new WordWriter(job, step, places).write();
    }
}
