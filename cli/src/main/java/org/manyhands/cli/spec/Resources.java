package org.manyhands.cli.spec;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.plan.ResourceNames;
import org.manyhands.core.plan.Retry;

/** What a task needs, and how often it is tried, from the texts of a file or a flag. */
final class Resources {
    private static final long BACKOFF_MILLIS_MAX = 86_400_000;

    private Resources() {}

    /** Bytes or thousandths. */
    static long amount(String resource, String text) throws SpecException {
        return ResourceNames.inBytes(resource) ? Sizes.parse(text) : Decimals.thousandths(text);
    }

    static String print(String resource, long amount) {
        return ResourceNames.inBytes(resource) ? Sizes.print(amount) : Decimals.printThousandths(amount);
    }

    /** {@code cpu=2,memory=1G}. */
    static SortedMap<String, Long> parse(String text) throws SpecException {
        SortedMap<String, Long> resources = defaults();
        for (String part : text.split(",", -1)) {
            ResourceAmount each = ResourceAmount.parse(part);
            resources.put(each.resource(), each.amount());
        }
        return resources;
    }

    static SortedMap<String, Long> defaults() {
        return new TreeMap<>(Map.of(ResourceNames.CPU, StepSpec.CPU_DEFAULT));
    }

    /** {@code 3} or {@code max=3,backoff=2s}. */
    static Retry retry(String text) throws SpecException {
        if (!text.contains("=")) {
            return retries(text);
        }
        int max = -1;
        long backoffMillis = StepSpec.BACKOFF_MILLIS_DEFAULT;
        for (String part : text.split(",", -1)) {
            if (part.startsWith("max=")) {
                max = (int) Decimals.count(part.substring("max=".length()), 0, Retry.RETRIES_MAX);
            } else if (part.startsWith("backoff=")) {
                backoffMillis = backoff(part.substring("backoff=".length()));
            } else {
                throw new SpecException(Text.quoted(part) + " is no rule for retries (expected: max=3,backoff=2s)");
            }
        }
        if (max < 0) {
            throw new SpecException(Text.quoted(text) + " does not say how often (expected: max=3,backoff=2s)");
        }
        return new Retry(max, backoffMillis);
    }

    static Retry retries(String text) throws SpecException {
        int max = (int) Decimals.count(text, 0, Retry.RETRIES_MAX);
        return max == 0 ? Retry.NONE : new Retry(max, StepSpec.BACKOFF_MILLIS_DEFAULT);
    }

    static long backoff(String text) throws SpecException {
        long millis = Durations.parse(text);
        if (millis > BACKOFF_MILLIS_MAX) {
            throw new SpecException(Text.quoted(text) + " is too long a wait (expected: at most 24h)");
        }
        return millis;
    }
}
