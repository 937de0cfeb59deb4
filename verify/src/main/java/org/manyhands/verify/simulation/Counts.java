package org.manyhands.verify.simulation;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How often each thing happened. */
final class Counts {
    private final SortedMap<String, Long> counts = new TreeMap<>();

    void count(String kind, Object what) {
        counts.merge(kind + " " + what, 1L, Long::sum);
    }

    void addAll(Counts more) {
        more.counts.forEach((what, count) -> counts.merge(what, count, Long::sum));
    }

    long of(String what) {
        return counts.getOrDefault(what, 0L);
    }

    SortedMap<String, Long> all() {
        return counts;
    }

    /** One line for each kind. */
    String summary() {
        StringBuilder text = new StringBuilder();
        String kind = "";
        for (Map.Entry<String, Long> entry : counts.entrySet()) {
            String[] words = entry.getKey().split(" ", 2);
            text.append(words[0].equals(kind) ? ", " : (kind.isEmpty() ? "" : "\n") + words[0] + ": ");
            text.append(words[1]).append(' ').append(entry.getValue());
            kind = words[0];
        }
        return text.toString();
    }
}
