package org.manyhands.cli.spec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows the quotes of a shell script, to find placeholders that stand inside them. A value brings its own single
 * quotes; inside others these would close the user's and leave the value bare to the shell, which then runs whatever an
 * item says.
 */
final class ShellQuotes {
    private static final Pattern HERE_DOCUMENT = Pattern.compile("<<(-?)[ \t]*([\"']?)([A-Za-z_][A-Za-z0-9_]*)\\2");
    private static final char BARE = '(';

    private final Deque<Character> inside = new ArrayDeque<>();
    private final Deque<String> hereDocuments = new ArrayDeque<>();
    private boolean inHereDocument;
    private boolean comment;
    private final StringBuilder line = new StringBuilder();
    private char before = '\n';

    private ShellQuotes() {}

    /** Refuses a placeholder inside quotes or a here-document. */
    static void check(List<Piece> script) throws SpecException {
        ShellQuotes quotes = new ShellQuotes();
        for (Piece piece : script) {
            switch (piece) {
                case Piece.Literal(String text) -> quotes.follow(text);
                case Piece.Slot slot -> quotes.meet(slot);
            }
        }
    }

    private void meet(Piece.Slot slot) throws SpecException {
        boolean quoted = !inside.isEmpty() && inside.peek() != BARE;
        if (!comment && (quoted || inHereDocument)) {
            throw new SpecException(slot.written() + " stands inside " + (inHereDocument ? "a here-document" : "quotes")
                    + " of the script, where the quotes it brings would come undone (expected: " + slot.written()
                    + " outside quotes, or a variable such as \"$MH_ITEM\" or one set under env:)");
        }
        before = 'x';
    }

    private void follow(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                endOfLine();
            } else if (inHereDocument || comment) {
                line.append(c);
            } else {
                line.append(c);
                i += character(text, i, c);
            }
            before = c;
        }
    }

    /** How many characters more than one belong to what stands here. */
    private int character(String text, int i, char c) {
        char state = inside.isEmpty() ? BARE : inside.peek();
        if (state == '\'') {
            closeIf(c == '\'');
            return 0;
        }
        if (c == '\\') {
            return i + 1 < text.length() && text.charAt(i + 1) != '\n' ? 1 : 0;
        }
        if (text.startsWith("$(", i)) {
            inside.push(BARE);
            return 1;
        }
        return state == '"' ? closeIf(c == '"') : bare(text, i, c);
    }

    private int bare(String text, int i, char c) {
        switch (c) {
            case '\'', '"' -> inside.push(c);
            case '(' -> inside.push(BARE);
            case ')' -> closeIf(!inside.isEmpty());
            case '#' -> comment = Character.isWhitespace(before) || before == ';';
            case '<' -> {
                Matcher here = HERE_DOCUMENT.matcher(text).region(i, text.length());
                if (before != '<' && here.lookingAt()) {
                    hereDocuments.add(here.group(3));
                }
            }
            default -> {}
        }
        return 0;
    }

    private int closeIf(boolean closes) {
        if (closes) {
            inside.pop();
        }
        return 0;
    }

    private void endOfLine() {
        String last = line.toString().strip();
        line.setLength(0);
        comment = false;
        if (inHereDocument && last.equals(hereDocuments.peek())) {
            hereDocuments.remove();
        }
        inHereDocument = !hereDocuments.isEmpty();
    }
}
