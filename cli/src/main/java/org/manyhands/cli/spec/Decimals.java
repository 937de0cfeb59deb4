package org.manyhands.cli.spec;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whole numbers such as {@code 1_000_000} and thousandths such as {@code 0.5}. */
final class Decimals {
    private static final Pattern COUNT = Pattern.compile("-?[0-9](_?[0-9])*");
    private static final Pattern DECIMAL = Pattern.compile("([0-9]{1,12})(?:\\.([0-9]{1,3}))?");

    private Decimals() {}

    /** A whole number within bounds; single underscores may stand between digits. */
    static long count(String text, long min, long max) throws SpecException {
        String expected = " (expected: a whole number, " + grouped(min) + " to " + grouped(max) + ")";
        if (!COUNT.matcher(text).matches()) {
            throw new SpecException(Text.quoted(text) + " is not a whole number" + expected);
        }
        String digits = text.replace("_", "");
        if (digits.length() > 19) {
            throw new SpecException(Text.quoted(text) + " is out of bounds" + expected);
        }
        long value;
        try {
            value = Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new SpecException(Text.quoted(text) + " is out of bounds" + expected);
        }
        if (value < min || value > max) {
            throw new SpecException(Text.quoted(text) + " is out of bounds" + expected);
        }
        return value;
    }

    /** {@code 1000000} as {@code 1_000_000}, which {@link #count} reads back. */
    static String grouped(long value) {
        return String.format(java.util.Locale.ROOT, "%,d", value).replace(',', '_');
    }

    /** A number with at most three decimals, in thousandths. */
    static long thousandths(String text) throws SpecException {
        Matcher number = DECIMAL.matcher(text.replace("_", ""));
        if (!number.matches()) {
            throw new SpecException(Text.quoted(text)
                    + " is not an amount (expected: a number with at most three decimals, such as 2 or 0.5)");
        }
        return scaled(number.group(1), number.group(2), 3);
    }

    static String printThousandths(long value) {
        String fraction = String.format(java.util.Locale.ROOT, "%03d", value % 1000);
        return value / 1000 + (value % 1000 == 0 ? "" : "." + fraction.replaceAll("0+$", ""));
    }

    /** The number {@code whole.fraction} times ten to the {@code digits}; the fraction has at most that many digits. */
    static long scaled(String whole, @Nullable String fraction, int digits) {
        String decimals = fraction == null ? "" : fraction;
        return Long.parseLong(whole + decimals + "0".repeat(digits - decimals.length()));
    }
}
