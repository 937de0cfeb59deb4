package org.manyhands.cli.spec;

import java.util.List;

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
}
