package org.manyhands.cli.spec;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells apart what belongs to Manyhands, to the command and to the items in the words after {@code mh run}. */
public final class ArgumentSplitter {
    /** Starts the items. */
    public static final String ITEMS = ":::";

    private static final String COMMAND = "--";

    private ArgumentSplitter() {}

    /**
     * The parts of the words.
     *
     * @param options for the option parser, values included
     * @param command the words of the command; empty if there are none
     * @param items the words after {@code :::}, which may be none at all; absent without {@code :::}
     * @param jobFile the sole word, if it names a job file and {@code --} did not say otherwise; the command is empty then
     * @param forced whether {@code --} said that the words are a command
     */
    public record Split(
            List<String> options,
            List<String> command,
            Optional<List<String>> items,
            Optional<String> jobFile,
            boolean forced) {
        public Split {
            options = List.copyOf(options);
            command = List.copyOf(command);
        }

        /** The script with options of its own that is the sole word, if it is one and {@code --} did not say otherwise. */
        public Optional<ScriptFile> script() throws SpecException {
            return forced || command.size() != 1 ? Optional.empty() : ScriptFile.of(command.getFirst());
        }

        /** The same with another command. */
        public Split running(List<String> other) {
            return new Split(options, other, items, jobFile, forced);
        }
    }

    /**
     * Splits the words: options end at the first word that is not one, or at {@code --}; {@code :::} ends the command.
     *
     * @param valued the options that take the next word as value unless it is attached ({@code --name=x}, {@code -fx}),
     *     with their dashes
     * @throws SpecException if there is more than one {@code :::}
     */
    public static Split split(List<String> words, Set<String> valued) throws SpecException {
        int end = endOfOptions(words, valued);
        boolean forced = end < words.size() && words.get(end).equals(COMMAND);
        List<String> rest = words.subList(forced ? end + 1 : end, words.size());
        int colons = rest.indexOf(ITEMS);
        List<String> command = colons < 0 ? rest : rest.subList(0, colons);
        Optional<List<String>> items =
                colons < 0 ? Optional.empty() : Optional.of(List.copyOf(rest.subList(colons + 1, rest.size())));
        if (items.isPresent() && items.get().contains(ITEMS)) {
            throw new SpecException("::: stands here a second time (expected: one source of items)");
        }
        boolean file = !forced && items.isEmpty() && command.size() == 1 && JobFile.isNamedLikeOne(command.getFirst());
        return new Split(
                words.subList(0, end),
                file ? List.of() : command,
                items,
                file ? Optional.of(command.getFirst()) : Optional.empty(),
                forced);
    }

    private static int endOfOptions(List<String> words, Set<String> valued) {
        int at = 0;
        while (at < words.size() && isOption(words.get(at))) {
            at += valued.contains(words.get(at)) ? 2 : 1;
        }
        return Math.min(at, words.size());
    }

    private static boolean isOption(String word) {
        return word.length() > 1 && word.startsWith("-") && !word.equals(COMMAND);
    }
}
