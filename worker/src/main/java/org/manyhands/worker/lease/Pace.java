package org.manyhands.worker.lease;

import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * When to commit: the first result of a step at once, then at intervals that grow with the age of the step, so that a first
 * result shows at once and a long job makes few log entries. All times in milliseconds.
 */
public final class Pace {
    /** 4 % of the age: measured, shorter intervals cost more than they give. */
    private static final long AGE_PARTS = 25;

    /** Nobody sees the difference, and each commit costs two syncs of a disk and 2 ms of a processor. */
    private static final long INTERVAL_MIN_MILLIS = 20;

    /** Commits one after another would keep each node that has a copy of the results at work: they may take an eighth of the time. */
    private static final long ROUND_TRIPS = 8;

    private static final long INTERVAL_MAX_MILLIS = 5_000;

    private final SortedMap<StepKey, Times> steps = new TreeMap<>();
    private long roundTripMillis;
    private double loadFactor = 1;

    private record Times(long firstMillis, long lastMillis) {}

    /** How long the last commit took from sending to answer. */
    public void roundTrip(long millis) {
        roundTripMillis = millis;
    }

    /** By how much the leader wants the longest interval longer; 1 is not at all. */
    public void loadFactor(double factor) {
        loadFactor = Math.max(1, factor);
    }

    /** An attempt of a step started. */
    public void started(StepKey step, long now) {
        steps.computeIfAbsent(step, _ -> new Times(now, Long.MIN_VALUE));
    }

    /** These steps are in a commit that is being sent. */
    public void committed(Collection<StepKey> committed, long now) {
        committed.forEach(step -> steps.computeIfPresent(step, (_, times) -> new Times(times.firstMillis, now)));
    }

    /** When finished attempts of these steps should be committed: now or later. */
    public long dueMillis(Collection<StepKey> waiting, long now) {
        long first = Long.MAX_VALUE;
        for (StepKey step : waiting) {
            first = Math.min(first, due(step, now));
        }
        return first;
    }

    /** Only these steps still matter. */
    public void retain(Collection<StepKey> live) {
        steps.keySet().retainAll(live);
    }

    private long due(StepKey step, long now) {
        Times times = steps.get(step);
        if (times == null || times.lastMillis == Long.MIN_VALUE) {
            return now;
        }
        long share = Math.max(ROUND_TRIPS * roundTripMillis, (now - times.firstMillis) / AGE_PARTS);
        long interval = Math.max(INTERVAL_MIN_MILLIS, share);
        return times.lastMillis + Math.min(interval, (long) (INTERVAL_MAX_MILLIS * loadFactor));
    }
}
