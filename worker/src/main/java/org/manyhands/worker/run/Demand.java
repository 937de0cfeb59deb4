package org.manyhands.worker.run;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.worker.process.Limits;

/** What one task needs, by the names that every node knows. */
record Demand(SortedMap<String, Long> amounts) {
    /** In thousandths of a core. */
    static final String CPU = "cpu";

    /** In bytes on disk. */
    static final String SCRATCH = "scratch";

    private static final String MEMORY = "memory";

    Demand {
        amounts = Collections.unmodifiableSortedMap(new TreeMap<>(amounts));
    }

    static Demand of(Map<String, Long> amounts) {
        return new Demand(new TreeMap<>(amounts));
    }

    /** Thousandths of a core. */
    long cpu() {
        return amounts.getOrDefault(CPU, 0L);
    }

    /** Bytes, or {@link Limits#NO_MEMORY_LIMIT}. */
    long memoryBytes() {
        return amounts.getOrDefault(MEMORY, Limits.NO_MEMORY_LIMIT);
    }

    /** Bytes, or {@link DiskWatch#NO_LIMIT}. */
    long scratchBytes() {
        return amounts.getOrDefault(SCRATCH, DiskWatch.NO_LIMIT);
    }
}
