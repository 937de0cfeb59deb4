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

/** Makes the words of one step: finds its placeholders, checks that they can be filled in, appends what nothing mentions. */
final class WordWriter {
    private static final Piece.Slot ITEM = new Piece.Slot(Placeholder.Kind.ITEM, "");
    private static final Pattern SHELL = Pattern.compile("(?:.*/)?(?:sh|bash|dash|zsh|ksh|ash)");

    private final StepSpec step;
    private final Places places;
    private final List<String> columns;
    private final WordReader reader;
    private final List<String> warnings = new ArrayList<>();

    WordWriter(JobSpec job, StepSpec step, Places places) {
        this.step = step;
        this.places = places;
        columns = job.columns(step);
        reader = new WordReader(columns, this::check);
    }

    StepWords write() throws SpecException {
        Map<String, List<Piece>> env = new TreeMap<>();
        for (Map.Entry<String, String> variable : step.env().entrySet()) {
            env.put(
                    variable.getKey(),
                    reader.pieces(variable.getValue(), places.of(step.name(), "env", variable.getKey())));
        }
        boolean used = env.values().stream().anyMatch(Placeholders::mentionItem);
        List<Word> argv = switch (step.command()) {
            case Command.Argv(List<String> words) -> argv(words, used);
            case Command.Line(String text) -> line(text, used, places.of(step.name(), "run"));
            case Command.Script(String text) -> script(text, places.of(step.name(), "sh"));
            case Command.Stream stream -> new StreamWords(step, columns, places).argv(stream.process());
        };
        List<Variable> variables = env.entrySet().stream()
                .map(entry -> Variable.newBuilder()
                        .setName(entry.getKey())
                        .setValue(Placeholders.word(entry.getValue(), false))
                        .build())
                .toList();
        Optional<Word> out = Optional.empty();
        if (step.out().isPresent()) {
            List<Piece> path = reader.pieces(step.out().get(), places.of(step.name(), "out"));
            out = Optional.of(Placeholders.word(path, false));
        }
        return new StepWords(argv, variables, List.copyOf(warnings), out);
    }

    private List<Word> argv(List<String> words, boolean usedInEnv) throws SpecException {
        List<Word> argv = new ArrayList<>();
        boolean used = usedInEnv;
        for (int i = 0; i < words.size(); i++) {
            List<Piece> pieces = reader.pieces(words.get(i), places.of(step.name(), "run", i));
            used |= Placeholders.mentionItem(pieces);
            if (Placeholders.mentionItem(pieces) && isShellScript(words, i)) {
                warnings.add("step '" + step.name() + "': a placeholder inside the script of '" + words.getFirst()
                        + " -c' becomes part of the program text; pass the item as an argument instead and write"
                        + " \"$1\": " + words.getFirst() + " -c '… \"$1\" …' x {}");
            }
            argv.add(Placeholders.word(pieces, false));
        }
        if (appends(used)) {
            argv.addAll(appended());
        }
        return argv;
    }

    private static boolean isShellScript(List<String> words, int i) {
        return i >= 2
                && SHELL.matcher(words.getFirst()).matches()
                && words.get(i - 1).matches("-[a-z]*c");
    }

    private List<Word> line(String text, boolean usedInEnv, Optional<Location> at) throws SpecException {
        List<Piece> pieces = new ArrayList<>(reader.script(text.strip(), at));
        if (appends(usedInEnv || Placeholders.mentionItem(pieces))) {
            for (Piece value : values()) {
                pieces.add(new Piece.Literal(" "));
                pieces.add(value);
            }
        }
        return shell(pieces);
    }

    private List<Word> script(String text, Optional<Location> at) throws SpecException {
        List<Word> argv = new ArrayList<>(shell(reader.script(text, at)));
        if (step.hasItems() || step.gathersFiles()) {
            argv.add(Placeholders.literal("sh"));
            argv.addAll(appended());
        }
        return argv;
    }

    private static List<Word> shell(List<Piece> script) {
        return List.of(Placeholders.literal("sh"), Placeholders.literal("-c"), Placeholders.word(script, true));
    }

    /** Items of its own that nothing mentions are appended; not those of another step, nor numbers of blocks. */
    private boolean appends(boolean used) {
        boolean items = !(step.each() instanceof ItemSource.None) && !(step.each() instanceof ItemSource.Split);
        return !used && (items || step.gathersFiles());
    }

    /** What stands for the whole item: itself, or each of the values that it combines. */
    private List<Piece> values() {
        List<Piece> values = new ArrayList<>();
        if (step.gathersFiles()) {
            return List.of(new Piece.Slot(Placeholder.Kind.GATHER, ""));
        }
        for (int i = 0; i < columns.size(); i++) {
            values.add(new Piece.Slot(Placeholder.Kind.COLUMN, columns.get(i), i + 1));
        }
        return values.isEmpty() ? List.of(ITEM) : values;
    }

    private List<Word> appended() {
        return values().stream()
                .map(value -> Placeholders.word(List.of(value), false))
                .toList();
    }

    private void check(Piece.Slot slot) throws SpecException {
        if (slot.kind() == Placeholder.Kind.GATHER) {
            if (!step.gathersFiles()) {
                throw new SpecException("placeholder {gather} but step '" + step.name()
                        + "' gathers no files (expected: gather: {step: STEP, as: dir} or as: list)");
            }
            return;
        }
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
