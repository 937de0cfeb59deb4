package org.manyhands.server.api;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;

/**
 * Who gives items to open lists, as far as this node hears of them; forgotten with the process, which is why it takes some
 * patience to say that somebody is gone. Safe for concurrent use.
 */
final class Feeders {
    /** Who gives items says so more often than this. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int JOBS_MAX = 1_000;

    private final ConcurrentSkipListMap<Long, Long> heardNanos = new ConcurrentSkipListMap<>();
    private final long beganNanos = System.nanoTime();

    void heard(long job) {
        heardNanos.put(job, System.nanoTime());
        if (heardNanos.size() > JOBS_MAX) {
            heardNanos.values().removeIf(nanos -> System.nanoTime() - nanos > PATIENCE_NANOS);
        }
    }

    /** Whether nobody has given items to the job for a while, or said that more will come. */
    boolean gone(long job) {
        return System.nanoTime() - heardNanos.getOrDefault(job, beganNanos) > PATIENCE_NANOS;
    }
}
