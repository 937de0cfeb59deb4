package org.manyhands.verify.tour;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Expected lines of output, where {@code ...} stands for what may differ. */
record Expected(List<String> lines) {
    private static final String ANY = "...";

    /** Whether the actual output has exactly these lines, in this order. No expected line: any output will do. */
    boolean matches(List<String> actual) {
        return lines.isEmpty() || matches(0, actual, 0);
    }

    private boolean matches(int at, List<String> actual, int actualAt) {
        if (at == lines.size()) {
            return actualAt == actual.size();
        }
        if (lines.get(at).equals(ANY)) {
            return matches(at + 1, actual, actualAt) || (actualAt < actual.size() && matches(at, actual, actualAt + 1));
        }
        return actualAt < actual.size()
                && lineMatches(lines.get(at), actual.get(actualAt))
                && matches(at + 1, actual, actualAt + 1);
    }

    private static boolean lineMatches(String expected, String actual) {
        String regex = Stream.of(expected.split(Pattern.quote(ANY), -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*"));
        return Pattern.matches(regex, actual);
    }
}
