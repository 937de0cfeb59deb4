package org.manyhands.cli.dev;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many nodes of each kind.
 *
 * @param controls 1, 3 or 5
 * @param workers 0 to {@value #WORKERS_MAX}
 */
public record DevSize(int controls, int workers) {
    static final int WORKERS_MAX = 32;

    private static final Pattern TEXT = Pattern.compile("([135])\\+(\\d{1,2})");

    /**
     * As {@code 3+4}.
     *
     * @throws IllegalArgumentException with a sentence if it is none
     */
    public static DevSize parse(String text) {
        Matcher parts = TEXT.matcher(text.strip());
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > WORKERS_MAX) {
            throw new IllegalArgumentException(
                    "'" + text + "' (expected: 1, 3 or 5 control nodes + 0 to " + WORKERS_MAX + " workers, as 3+4)");
        }
        return new DevSize(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    }
}
