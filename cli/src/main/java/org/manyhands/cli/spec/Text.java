package org.manyhands.cli.spec;

import java.util.Collection;
import java.util.Optional;

/** How a user's words are shown in a sentence. */
final class Text {
    private static final int SHOWN_MAX = 60;

    private Text() {}

    /** The text in single quotes, as {@link #shown}. */
    static String quoted(String text) {
        return "'" + shown(text) + "'";
    }

    /** The text on one line, without control characters and not longer than a line can bear. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        int end = text.offsetByCodePoints(0, Math.min(SHOWN_MAX, text.codePointCount(0, text.length())));
        text.substring(0, end).codePoints().forEach(c -> shown.append(visible(c)));
        return shown.append(end < text.length() ? "…" : "").toString();
    }

    private static String visible(int c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            default -> Character.isISOControl(c) ? "\\x%02x".formatted(c) : Character.toString(c);
        };
    }

    /** {@code  (did you mean 'run'?)} if one of the known words is near enough, else nothing. */
    static String hint(String word, Collection<String> known) {
        return nearest(word, known)
                .map(near -> " (did you mean '" + near + "'?)")
                .orElse("");
    }

    /** The known word with the fewest changes from the given one, if a typing mistake could explain them. */
    static Optional<String> nearest(String word, Collection<String> known) {
        int allowed = Math.max(1, Math.min(word.length(), SHOWN_MAX) / 3);
        Optional<String> best = Optional.empty();
        int least = allowed + 1;
        for (String candidate : known) {
            int changes = Math.abs(candidate.length() - word.length()) > allowed ? least : distance(word, candidate);
            if (changes < least) {
                least = changes;
                best = Optional.of(candidate);
            }
        }
        return best;
    }

    /** Optimal string alignment: inserted, lost, changed and swapped neighbouring characters count one each. */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(int[][] cost, String a, String b, int i, int j) {
        int changed = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(changed, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, 1 + cost[i - 2][j - 2]) : least;
    }
}
