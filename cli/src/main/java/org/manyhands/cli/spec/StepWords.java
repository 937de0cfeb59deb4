package org.manyhands.cli.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.manyhands.wire.Placeholder;
import org.manyhands.wire.Variable;
import org.manyhands.wire.Word;

/** The command and the variables of a step with their placeholders found and checked. */
record StepWords(List<Word> argv, List<Variable> env, List<String> warnings) {
    private static final Piece.Slot ITEM = new Piece.Slot(Placeholder.Kind.ITEM, "");
    private static final Pattern SHELL = Pattern.compile("(?:.*/)?(?:sh|bash|dash|zsh|ksh|ash)");

    static StepWords of(StepSpec step, Places places) throws SpecException {
        List<String> warnings = new ArrayList<>();
        Map<String, List<Piece>> env = new TreeMap<>();
        for (Map.Entry<String, String> variable : step.env().entrySet()) {
            env.put(
                    variable.getKey(),
                    pieces(step, variable.getValue(), places.of(step.name(), "env", variable.getKey())));
        }
        boolean used = env.values().stream().anyMatch(Placeholders::mentionItem);
        List<Word> argv = switch (step.command()) {
            case Command.Argv(List<String> words) -> argv(step, words, used, places, warnings);
            case Command.Line(String text) -> line(step, text, used, places.of(step.name(), "run"));
            case Command.Script(String text) -> script(step, text, places.of(step.name(), "sh"));
            case Command.Stream stream -> StreamWords.argv(step, stream.process(), places);
        };
        List<Variable> variables = env.entrySet().stream()
                .map(entry -> Variable.newBuilder()
                        .setName(entry.getKey())
                        .setValue(Placeholders.word(entry.getValue(), false))
                        .build())
                .toList();
        return new StepWords(argv, variables, List.copyOf(warnings));
    }

    private static List<Word> argv(
            StepSpec step, List<String> words, boolean usedInEnv, Places places, List<String> warnings)
            throws SpecException {
        List<Word> argv = new ArrayList<>();
        boolean used = usedInEnv;
        for (int i = 0; i < words.size(); i++) {
            List<Piece> pieces = pieces(step, words.get(i), places.of(step.name(), "run", i));
            used |= Placeholders.mentionItem(pieces);
            if (Placeholders.mentionItem(pieces) && isShellScript(words, i)) {
                warnings.add("step '" + step.name() + "': a placeholder inside the script of '" + words.getFirst()
                        + " -c' becomes part of the program text; pass the item as an argument instead and write"
                        + " \"$1\": " + words.getFirst() + " -c '… \"$1\" …' x {}");
            }
            argv.add(Placeholders.word(pieces, false));
        }
        if (appends(step, used)) {
            argv.add(Placeholders.word(List.of(ITEM), false));
        }
        return argv;
    }

    private static boolean isShellScript(List<String> words, int i) {
        return i >= 2
                && SHELL.matcher(words.getFirst()).matches()
                && words.get(i - 1).matches("-[a-z]*c");
    }

    private static List<Word> line(StepSpec step, String text, boolean usedInEnv, Optional<Location> at)
            throws SpecException {
        List<Piece> pieces = new ArrayList<>(quotable(step, text.strip(), at));
        if (appends(step, usedInEnv || Placeholders.mentionItem(pieces))) {
            pieces.add(new Piece.Literal(" "));
            pieces.add(ITEM);
        }
        return shell(pieces);
    }

    private static List<Word> script(StepSpec step, String text, Optional<Location> at) throws SpecException {
        List<Word> argv = new ArrayList<>(shell(quotable(step, text, at)));
        if (step.hasItems()) {
            argv.add(Placeholders.literal("sh"));
            argv.add(Placeholders.word(List.of(ITEM), false));
        }
        return argv;
    }

    private static List<Word> shell(List<Piece> script) {
        return List.of(Placeholders.literal("sh"), Placeholders.literal("-c"), Placeholders.word(script, true));
    }

    /** Items of its own that nothing mentions are appended; those of another step are not, {@code {in.STEP}} has them. */
    private static boolean appends(StepSpec step, boolean used) {
        return !used && !(step.each() instanceof ItemSource.None);
    }

    private static List<Piece> quotable(StepSpec step, String text, Optional<Location> at) throws SpecException {
        List<Piece> pieces = pieces(step, text, at);
        try {
            ShellQuotes.check(pieces);
        } catch (SpecException e) {
            throw e.at(at);
        }
        return pieces;
    }

    private static List<Piece> pieces(StepSpec step, String text, Optional<Location> at) throws SpecException {
        try {
            List<Piece> pieces = Placeholders.parse(text);
            for (Piece piece : pieces) {
                if (piece instanceof Piece.Slot slot) {
                    check(step, slot);
                }
            }
            return pieces;
        } catch (SpecException e) {
            throw e.at(at);
        }
    }

    private static void check(StepSpec step, Piece.Slot slot) throws SpecException {
        if (slot.ofItem() && !step.hasItems()) {
            throw new SpecException("placeholder " + slot.written() + " but step '" + step.name()
                    + "' has no items (expected: items by each: or --each; for the text " + slot.written()
                    + " itself write {"
                    + slot.written() + "})");
        }
        List<String> earlier = step.after().stream().map(After::step).toList();
        if (slot.kind() == Placeholder.Kind.IN && !earlier.contains(slot.step())) {
            throw new SpecException("placeholder {in." + Text.shown(slot.step()) + "} but step '" + step.name()
                    + "' does not come after " + Text.quoted(slot.step())
                    + Text.nearest(slot.step(), earlier)
                            .map(near -> " (did you mean {in." + near + "}?)")
                            .orElse(" (expected: after: " + Text.shown(slot.step()) + ")"));
        }
    }
}
