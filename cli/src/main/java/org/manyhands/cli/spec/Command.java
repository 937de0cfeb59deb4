package org.manyhands.cli.spec;

import java.util.List;
import java.util.Locale;

/** What a task runs. */
public sealed interface Command {
    /** A program and its arguments, no shell; at least one word. */
    record Argv(List<String> words) implements Command {
        public Argv {
            words = List.copyOf(words);
        }
    }

    /** {@code run:} with one text that contains blanks: a shell command to which an unused item is appended. */
    record Line(String text) implements Command {}

    /** {@code sh:}, a shell script; an item that it does not mention reaches it as {@code $1}. */
    record Script(String text) implements Command {}

    /**
     * {@code stream:}, a process that is asked one item after the other on its standard input.
     *
     * @param process an {@link Argv} or a {@link Line}
     */
    record Stream(Command process, Framing framing) implements Command {}

    /** How items and answers are told apart. */
    enum Framing {
        LINES,
        LENGTH;

        static Framing parse(String text) throws SpecException {
            return switch (text) {
                case "lines" -> LINES;
                case "length" -> LENGTH;
                default -> throw new SpecException(Text.quoted(text) + " is no framing (expected: lines or length)");
            };
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
