package org.manyhands.cli.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Splits a line into words by the quoting rules of a shell: blanks, quotes and backslashes; nothing is expanded. */
final class ShellWords {
    private static final char NONE = 0;

    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private boolean escaped;
    private char quote = NONE;

    private ShellWords() {}

    static List<String> split(String line, Location at) throws SpecException {
        ShellWords splitter = new ShellWords();
        line.chars().forEach(c -> splitter.take((char) c));
        if (splitter.quote != NONE || splitter.escaped) {
            String open = splitter.escaped ? "backslash" : "quote " + splitter.quote;
            throw new SpecException("a " + open + " has no end on its line", Optional.of(at));
        }
        splitter.end();
        return splitter.words;
    }

    private void take(char c) {
        if (escaped) {
            escaped = false;
            word.append(c);
        } else if (c == '\\' && quote != '\'') {
            escaped = true;
            inWord = true;
        } else if (quote != NONE) {
            if (c == quote) {
                quote = NONE;
            } else {
                word.append(c);
            }
        } else if (c == '\'' || c == '"') {
            quote = c;
            inWord = true;
        } else if (Character.isWhitespace(c)) {
            end();
        } else {
            inWord = true;
            word.append(c);
        }
    }

    private void end() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }
}
