package org.manyhands.cli.spec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The steps that a step comes after through others. A step that reads the outputs of one of them, by {@code {in.STEP}}, also
 * follows it directly, and as a whole.
 */
final class Ancestors {
    private static final Pattern MENTION = Pattern.compile("\\{in\\.([^}]+)}");

    private Ancestors() {}

    /** The step with a dependency on every ancestor whose outputs it reads. */
    static StepSpec complete(JobSpec job, StepSpec step) {
        SortedSet<String> mentioned = mentions(step);
        step.after().forEach(after -> mentioned.remove(after.step()));
        mentioned.retainAll(ancestors(job, step));
        if (mentioned.isEmpty()) {
            return step;
        }
        List<After> after = new ArrayList<>(step.after());
        mentioned.forEach(name -> after.add(new After(name, After.Mode.ALL)));
        return step.withAfter(after);
    }

    private static SortedSet<String> ancestors(JobSpec job, StepSpec step) {
        SortedSet<String> found = new TreeSet<>();
        collect(job, step, found);
        return found;
    }

    private static void collect(JobSpec job, StepSpec step, SortedSet<String> found) {
        for (After after : step.after()) {
            Optional<StepSpec> earlier = job.step(after.step());
            if (earlier.isPresent() && found.add(after.step())) {
                collect(job, earlier.get(), found);
            }
        }
    }

    /** The steps whose outputs its words name. */
    static SortedSet<String> mentions(StepSpec step) {
        List<String> texts = new ArrayList<>(step.env().values());
        step.out().ifPresent(texts::add);
        texts.addAll(texts(step.command()));
        return mentions(texts);
    }

    private static List<String> texts(Command command) {
        return switch (command) {
            case Command.Argv(List<String> words) -> words;
            case Command.Line(String text) -> List.of(text);
            case Command.Script(String text) -> List.of(text);
            case Command.Stream stream -> texts(stream.process());
        };
    }

    private static SortedSet<String> mentions(Collection<String> texts) {
        SortedSet<String> names = new TreeSet<>();
        for (String text : texts) {
            Matcher mention = MENTION.matcher(text);
            while (mention.find()) {
                names.add(mention.group(1));
            }
        }
        return names;
    }
}
