package org.manyhands.cli.spec;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them: {@code 1h30m}, {@code 2s}, {@code 250ms}, {@code 1.5s}, {@code 2d}. */
public final class Durations {
    /** The longest: ten years. */
    static final long MILLIS_MAX = 3_650L * 24 * 3_600_000;

    private static final String EXPECTED = " (expected: a duration such as 250ms, 2s, 5m, 1h30m or 2d)";
    private static final Pattern PART = Pattern.compile("([0-9]{1,12})(?:\\.([0-9]{1,3}))?(ms|s|m|h|d)");

    private Durations() {}

    /** Milliseconds; larger units come first and each at most once; a bare {@code 0} needs no unit. */
    public static long parse(String text) throws SpecException {
        if (text.equals("0")) {
            return 0;
        }
        Matcher part = PART.matcher(text);
        long millis = 0;
        long before = Long.MAX_VALUE;
        int end = 0;
        while (part.find() && part.start() == end) {
            long unit = unitMillis(part.group(3));
            if (unit >= before) {
                throw new SpecException(Text.quoted(text) + " has its units out of order" + EXPECTED);
            }
            before = unit;
            millis = add(text, millis, Decimals.scaled(part.group(1), part.group(2), 3), unit);
            end = part.end();
        }
        if (end == 0 || end < text.length()) {
            throw new SpecException(Text.quoted(text) + " is not a duration" + EXPECTED);
        }
        return millis;
    }

    private static long add(String text, long millis, long thousandths, long unit) throws SpecException {
        long part = Math.multiplyHigh(thousandths, unit) != 0 ? Long.MAX_VALUE : thousandths * unit;
        if (part % 1000 != 0 && part > 0 && part != Long.MAX_VALUE) {
            throw new SpecException(Text.quoted(text) + " is finer than a millisecond" + EXPECTED);
        }
        if (part < 0 || part / 1000 > MILLIS_MAX - millis) {
            throw new SpecException(Text.quoted(text) + " is longer than ten years" + EXPECTED);
        }
        return millis + part / 1000;
    }

    private static long unitMillis(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 86_400_000;
        };
    }

    /** The shortest text that {@link #parse} reads back. */
    static String print(long millis) {
        StringBuilder text = new StringBuilder();
        long rest = millis;
        for (String unit : new String[] {"d", "h", "m", "s", "ms"}) {
            long amount = rest / unitMillis(unit);
            rest %= unitMillis(unit);
            if (amount > 0) {
                text.append(amount).append(unit);
            }
        }
        return text.isEmpty() ? "0s" : text.toString();
    }
}
