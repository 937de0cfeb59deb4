package org.manyhands.cli.spec;

import java.util.List;
import java.util.Optional;

/** Tells a program with its arguments from a line for the shell. */
final class Commands {
    private Commands() {}

    /** One word with blanks is a line for the shell; without, the name of a program. */
    static Command ofText(String text) {
        boolean blanks = text.strip().chars().anyMatch(Character::isWhitespace);
        return blanks ? new Command.Line(text) : new Command.Argv(List.of(text.strip()));
    }

    static Command notEmpty(Command command, Optional<Location> at) throws SpecException {
        if (isEmpty(command)) {
            throw new SpecException("the command is empty (expected: a program and its arguments)", at);
        }
        return command;
    }

    private static boolean isEmpty(Command command) {
        return switch (command) {
            case Command.Argv(List<String> words) ->
                words.isEmpty() || words.getFirst().isBlank();
            case Command.Stream stream -> isEmpty(stream.process());
            case Command.Line(String text) -> text.isBlank();
            case Command.Script(String text) -> text.isBlank();
        };
    }
}
