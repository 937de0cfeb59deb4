package org.manyhands.core.place;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Sums by key, of what comes and goes; what is 0 is not there. */
final class Counts<K extends Comparable<K>> {
    private final NavigableMap<K, Long> counts = new TreeMap<>();

    void add(K key, long more) {
        long sum = get(key) + more;
        if (sum == 0) {
            counts.remove(key);
        } else {
            counts.put(key, sum);
        }
    }

    void add(SortedMap<K, Long> more) {
        more.forEach(this::add);
    }

    void subtract(SortedMap<K, Long> less) {
        for (Map.Entry<K, Long> each : less.entrySet()) {
            add(each.getKey(), -each.getValue());
        }
    }

    long get(K key) {
        return counts.getOrDefault(key, 0L);
    }

    /** The next key. */
    Optional<K> after(K key) {
        return Optional.ofNullable(counts.higherKey(key));
    }
}
