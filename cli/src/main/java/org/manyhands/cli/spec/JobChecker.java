package org.manyhands.cli.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks that the parts of a job fit together: steps exist, follow no circle, and every word can be filled in. */
final class JobChecker {
    private final JobSpec job;
    private final Places places;

    private JobChecker(ParsedJob parsed) {
        this.job = parsed.spec();
        this.places = parsed.places();
    }

    static void check(ParsedJob parsed) throws SpecException {
        JobChecker checker = new JobChecker(parsed);
        List<String> names = parsed.spec().steps().stream().map(StepSpec::name).toList();
        for (StepSpec step : parsed.spec().steps()) {
            checker.checkAfter(step, names);
        }
        StepOrder.of(parsed);
        for (StepSpec step : parsed.spec().steps()) {
            StepWords.of(parsed.spec(), Ancestors.complete(parsed.spec(), step), parsed.places());
            checker.checkInputs(step);
            checker.checkGather(step);
            checker.checkMentions(step);
        }
        checker.checkResult(names);
        checker.checkStandardInput();
    }

    private void checkAfter(StepSpec step, List<String> names) throws SpecException {
        Set<String> seen = new HashSet<>();
        for (After after : step.after()) {
            Optional<Location> at = places.of(step.name(), "after", after.step());
            if (after.step().equals(step.name())) {
                throw new SpecException("step '" + step.name() + "' comes after itself", at);
            }
            if (!names.contains(after.step())) {
                throw new SpecException(
                        "step '" + step.name() + "' comes after " + Text.quoted(after.step())
                                + ", which is no step of this job" + Text.hint(after.step(), names),
                        at);
            }
            if (!seen.add(after.step())) {
                throw new SpecException("step '" + step.name() + "' comes after '" + after.step() + "' twice", at);
            }
        }
    }

    private void checkGather(StepSpec step) throws SpecException {
        if (step.gather().isPresent() && step.hasItems()) {
            throw new SpecException(
                    "step '" + step.name() + "' gathers, so it runs once and has no items"
                            + " (expected: no each:, matrix:, split: and no step that it follows item by item)",
                    places.of(step.name(), "gather"));
        }
    }

    /** Files that were put elsewhere are not there for other steps. */
    private void checkMentions(StepSpec step) throws SpecException {
        for (String name : Ancestors.mentions(step)) {
            if (job.step(name).flatMap(StepSpec::out).isPresent()) {
                throw new SpecException(
                        "step '" + step.name() + "' has {in." + Text.shown(name) + "}, but the files of '" + name
                                + "' are put where its out: says (expected: that path)",
                        places.of(step.name(), "run"));
            }
        }
    }

    private void checkInputs(StepSpec step) throws SpecException {
        for (int i = 0; i < step.in().size(); i++) {
            String path = step.in().get(i);
            Optional<Location> at = places.of(step.name(), "in", i);
            if (path.isBlank()) {
                throw new SpecException("an input of step '" + step.name() + "' is empty (expected: a path)", at);
            }
            if (path.contains("{}") || path.contains("{in.") || path.contains("{out}")) {
                throw new SpecException(
                        "input " + Text.quoted(path) + " of step '" + step.name()
                                + "' holds a placeholder, but all tasks of a step have the same inputs"
                                + " (expected: a path or a glob)",
                        at);
            }
        }
    }

    private void checkResult(List<String> names) throws SpecException {
        if (job.result().isPresent() && !names.contains(job.result().get())) {
            String result = job.result().get();
            throw new SpecException(
                    "result " + Text.quoted(result) + " is no step of this job" + Text.hint(result, names),
                    places.of("", "result"));
        }
    }

    private void checkStandardInput() throws SpecException {
        List<StepSpec> readers = new ArrayList<>();
        for (StepSpec step : job.steps()) {
            if (step.each().readsStandardInput()) {
                readers.add(step);
            }
        }
        if (readers.size() > 1) {
            throw new SpecException(
                    "steps '" + readers.get(0).name() + "' and '"
                            + readers.get(1).name() + "' both read standard input, which can be read once",
                    places.of(readers.get(1).name(), readers.get(1).each().key()));
        }
    }
}
