package org.manyhands.server.api;

import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.manyhands.core.plan.ResourceNames;

/** Quantities of resources as users write them. */
public final class Amounts {
    private static final long THOUSAND = 1_000;

    private Amounts() {}

    /** {@code 1.5} or {@code 8GiB}. */
    public static String of(String resource, long amount) {
        if (ResourceNames.inBytes(resource)) {
            return bytes(amount);
        }
        return amount % THOUSAND == 0
                ? Long.toString(amount / THOUSAND)
                : String.format(Locale.ROOT, "%.3f", amount / (double) THOUSAND).replaceAll("0+$", "");
    }

    /** {@code cpu=1.5,memory=8GiB}; a dash for none. */
    public static String of(SortedMap<String, Long> amounts) {
        return amounts.isEmpty()
                ? "-"
                : amounts.entrySet().stream()
                        .map(each -> each.getKey() + "=" + of(each.getKey(), each.getValue()))
                        .collect(Collectors.joining(","));
    }

    private static String bytes(long bytes) {
        String[] units = {"", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        double value = bytes;
        while (value >= 1_024 && unit < units.length - 1) {
            value /= 1_024;
            unit++;
        }
        String digits =
                value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.1f", value);
        return digits + units[unit];
    }
}
