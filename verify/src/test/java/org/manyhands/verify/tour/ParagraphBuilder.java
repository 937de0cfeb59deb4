package org.manyhands.verify.tour;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One paragraph while its lines are read. */
final class ParagraphBuilder {
    private static final String OUTPUT = "#>";
    private static final Pattern EXIT = Pattern.compile("# exit (\\d+)");

    private final int line;
    private final List<String> commands = new ArrayList<>();
    private final List<String> output = new ArrayList<>();
    private int exitCode;
    private boolean judged;

    ParagraphBuilder(int line) {
        this.line = line;
    }

    /** Whether the line belongs to the next paragraph: it is blank, or a command after an expectation. */
    boolean endsBefore(String text) {
        return text.isBlank() || (judged && !isExpectation(text));
    }

    void add(String text) {
        Matcher exit = EXIT.matcher(text);
        if (exit.matches()) {
            exitCode = Integer.parseInt(exit.group(1));
            judged = true;
        } else if (text.startsWith(OUTPUT)) {
            output.add(text.substring(OUTPUT.length()).replaceFirst("^ ", ""));
            judged = true;
        } else if (!text.isBlank()) {
            commands.add(text);
        }
    }

    void finish(List<Paragraph> into) {
        if (commands.isEmpty()) {
            if (judged) {
                throw new IllegalArgumentException(
                        "line " + line + ": expects something, but no command stands above it");
            }
            return;
        }
        into.add(new Paragraph(line, List.copyOf(commands), List.copyOf(output), exitCode));
    }

    private static boolean isExpectation(String text) {
        return text.startsWith(OUTPUT) || EXIT.matcher(text).matches();
    }
}
