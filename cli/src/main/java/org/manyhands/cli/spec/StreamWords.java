package org.manyhands.cli.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.manyhands.wire.Placeholder;
import org.manyhands.wire.Word;

/** The words of a process that answers many items: nothing in them, nor in its variables, may be of one of them. */
final class StreamWords {
    private StreamWords() {}

    static List<Word> argv(StepSpec step, Command process, Places places) throws SpecException {
        if (!step.hasItems()) {
            throw new SpecException(
                    "stream step '" + step.name() + "' has no items (expected: items by each: or --each)",
                    places.of(step.name(), "stream"));
        }
        for (Map.Entry<String, String> variable : step.env().entrySet()) {
            pieces(step, variable.getValue(), places.of(step.name(), "env", variable.getKey()));
        }
        Optional<Location> at = places.of(step.name(), "stream");
        return switch (process) {
            case Command.Argv(List<String> words) -> {
                List<Word> argv = new ArrayList<>();
                for (int i = 0; i < words.size(); i++) {
                    Optional<Location> word =
                            places.of(step.name(), "stream", i).or(() -> at);
                    argv.add(Placeholders.word(pieces(step, words.get(i), word), false));
                }
                yield argv;
            }
            case Command.Line(String text) -> shell(step, text.strip(), at);
            case Command.Script(String text) -> shell(step, text, at);
            case Command.Stream _ -> throw new IllegalStateException("a stream of a stream");
        };
    }

    private static List<Word> shell(StepSpec step, String text, Optional<Location> at) throws SpecException {
        List<Piece> script = pieces(step, text, at);
        try {
            ShellQuotes.check(script);
        } catch (SpecException e) {
            throw e.at(at);
        }
        return List.of(Placeholders.literal("sh"), Placeholders.literal("-c"), Placeholders.word(script, true));
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
        if (slot.ofItem() || slot.kind() == Placeholder.Kind.OUT) {
            throw new SpecException("placeholder " + slot.written() + " in stream step '" + step.name()
                    + "', whose process answers many items (an item comes on its standard input, its answer goes to"
                    + " standard output; for the text " + slot.written() + " itself write {" + slot.written() + "})");
        }
        if (slot.kind() == Placeholder.Kind.IN && !step.after().contains(new After(slot.step(), After.Mode.ALL))) {
            throw new SpecException("placeholder " + slot.written() + " in stream step '" + step.name()
                    + "', whose process answers many items (expected: a step that all of them come after, as in"
                    + " after: " + Text.shown(slot.step()) + ")");
        }
    }
}
