package org.manyhands.cli.spec;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.manyhands.core.plan.StepPlan;

/** The text form of an item source: {@code 1..120}, {@code 001..120:2}, {@code @file}, {@code -}. */
final class ItemGrammar {
    private static final Pattern RANGE = Pattern.compile("(-?)([0-9][0-9_]*)\\.\\.(-?)([0-9][0-9_]*)(?::(-?[0-9_]+))?");
    private static final int DIGITS_MAX = 18;
    private static final String EXPECTED =
            " (expected: a range such as 1..120 or 1..120:2, @FILE, - for standard input, or a list such as [a, b])";

    private ItemGrammar() {}

    static ItemSource parse(String text) throws SpecException {
        if (text.equals("-")) {
            return new ItemSource.StandardInput(false);
        }
        if (text.startsWith("@") && text.length() > 1) {
            return new ItemSource.Lines(text.substring(1), false);
        }
        Matcher range = RANGE.matcher(text);
        if (range.matches()) {
            return range(text, range);
        }
        boolean number = text.matches("-?[0-9_]+");
        throw new SpecException(Text.quoted(text) + " is no source of items"
                + (number
                        ? " (expected: 1.." + text + " for that many, or [" + text + "] for just this one)"
                        : EXPECTED));
    }

    private static ItemSource range(String text, Matcher range) throws SpecException {
        String low = range.group(2).replace("_", "");
        String high = range.group(4).replace("_", "");
        if (low.length() > DIGITS_MAX || high.length() > DIGITS_MAX) {
            throw new SpecException("range " + Text.quoted(text) + " is out of bounds (expected: at most 18 digits)");
        }
        boolean padded = isPadded(low) || isPadded(high);
        long first = Long.parseLong(range.group(1) + low);
        long last = Long.parseLong(range.group(3) + high);
        long step = step(text, range.group(5), first <= last);
        ItemSource.Range items =
                new ItemSource.Range(first, last, step, padded ? Math.max(low.length(), high.length()) : 0);
        if (items.count() > StepPlan.ITEMS_MAX) {
            throw new SpecException("range " + Text.quoted(text) + " has " + Decimals.grouped(items.count())
                    + " items (expected: at most " + Decimals.grouped(StepPlan.ITEMS_MAX) + ")");
        }
        return items;
    }

    private static boolean isPadded(String digits) {
        return digits.length() > 1 && digits.startsWith("0");
    }

    private static long step(String text, @Nullable String written, boolean up) throws SpecException {
        if (written == null) {
            return up ? 1 : -1;
        }
        long limit = 1_000_000_000_000_000_000L;
        long step;
        try {
            step = Decimals.count(written, -limit, limit);
        } catch (SpecException e) {
            throw e.of("range " + Text.quoted(text));
        }
        if (step == 0 || (up && step < 0)) {
            throw new SpecException("range " + Text.quoted(text) + " never arrives with steps of " + step
                    + " (expected: a step that leads from the first to the last number)");
        }
        return up ? step : -Math.abs(step);
    }

    /** The text of a range, which {@link #parse} reads back. */
    static String print(ItemSource.Range range) {
        ItemSource.Range bounds = new ItemSource.Range(range.first(), range.last(), 1, range.width());
        String plain = bounds.item(0) + ".." + bounds.item(range.last() - range.first());
        return Math.abs(range.step()) == 1 ? plain : plain + ":" + Math.abs(range.step());
    }
}
