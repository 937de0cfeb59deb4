package org.manyhands.cli.spec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A script that says in its head how it wants to be run: lines {@code #MH --each 1..10 --retry 2} between its first line,
 * which names the interpreter, and its first line that is no comment. As {@code #SBATCH} lines for Slurm.
 *
 * @param options the words of all these lines
 * @param command the interpreter with its arguments and the path of the script
 */
public record ScriptFile(List<String> options, List<String> command) {
    private static final int HEAD_BYTES_MAX = 64 << 10;
    private static final String INTERPRETER = "#!";
    private static final String MARK = "#MH ";

    /** The script that a word names; empty if it names none, or one without such lines. */
    public static Optional<ScriptFile> of(String word) throws SpecException {
        Path file = Path.of(word);
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            return Optional.empty();
        }
        List<String> head = head(file);
        if (head.isEmpty() || !head.getFirst().startsWith(INTERPRETER)) {
            return Optional.empty();
        }
        List<String> options = new ArrayList<>();
        for (int i = 0; i < head.size() && isComment(head.get(i)); i++) {
            if (head.get(i).startsWith(MARK)) {
                options.addAll(words(head.get(i).substring(MARK.length()), new Location(word, i + 1, 1)));
            }
        }
        if (options.isEmpty()) {
            return Optional.empty();
        }
        List<String> command = new ArrayList<>(
                List.of(head.getFirst().substring(INTERPRETER.length()).strip().split("\\s+", 2)));
        command.add(file.toAbsolutePath().normalize().toString());
        return Optional.of(new ScriptFile(options, command));
    }

    private static List<String> head(Path file) throws SpecException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(HEAD_BYTES_MAX), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException unreadable) {
            throw new SpecException(file + " cannot be read: " + unreadable.getMessage());
        }
    }

    private static boolean isComment(String line) {
        return line.isBlank() || line.startsWith("#");
    }

    private static List<String> words(String line, Location at) throws SpecException {
        List<String> words = ShellWords.split(line, at);
        for (String word : words) {
            if (word.equals("--") || word.equals(ArgumentSplitter.ITEMS)) {
                throw new SpecException(
                        "'" + word + "' in a #MH line (expected: options of 'mh run'; the command is the script)",
                        Optional.of(at));
            }
        }
        return words;
    }
}
