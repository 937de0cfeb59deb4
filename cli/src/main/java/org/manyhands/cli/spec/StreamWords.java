package org.manyhands.cli.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.manyhands.wire.Placeholder;
import org.manyhands.wire.Word;

/** The words of a process that answers many items: nothing in them, nor in its variables, may be of one of them. */
final class StreamWords {
    private final StepSpec step;
    private final WordReader reader;
    private final Places places;

    StreamWords(StepSpec step, List<String> columns, Places places) {
        this.step = step;
        reader = new WordReader(columns, this::check);
        this.places = places;
    }

    List<Word> argv(Command process) throws SpecException {
        if (!step.hasItems()) {
            throw new SpecException(
                    "stream step '" + step.name() + "' has no items (expected: items by each: or --each)",
                    places.of(step.name(), "stream"));
        }
        if (step.each() instanceof ItemSource.Split) {
            throw new SpecException(
                    "stream step '" + step.name() + "' has split: (expected: run: or sh:, which read a block on their"
                            + " standard input)",
                    places.of(step.name(), "split"));
        }
        if (step.out().isPresent()) {
            throw new SpecException(
                    "stream step '" + step.name() + "' has out: (expected: run: or sh:, whose tasks leave files; what a"
                            + " stream answers is kept as output)",
                    places.of(step.name(), "out"));
        }
        for (Map.Entry<String, String> variable : step.env().entrySet()) {
            reader.pieces(variable.getValue(), places.of(step.name(), "env", variable.getKey()));
        }
        Optional<Location> at = places.of(step.name(), "stream");
        return switch (process) {
            case Command.Argv(List<String> texts) -> {
                List<Word> argv = new ArrayList<>();
                for (int i = 0; i < texts.size(); i++) {
                    Optional<Location> word =
                            places.of(step.name(), "stream", i).or(() -> at);
                    argv.add(Placeholders.word(reader.pieces(texts.get(i), word), false));
                }
                yield argv;
            }
            case Command.Line(String text) -> shell(text.strip(), at);
            case Command.Script(String text) -> shell(text, at);
            case Command.Stream _ -> throw new IllegalStateException("a stream of a stream");
        };
    }

    private List<Word> shell(String text, Optional<Location> at) throws SpecException {
        Word script = Placeholders.word(reader.script(text, at), true);
        return List.of(Placeholders.literal("sh"), Placeholders.literal("-c"), script);
    }

    private void check(Piece.Slot slot) throws SpecException {
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
