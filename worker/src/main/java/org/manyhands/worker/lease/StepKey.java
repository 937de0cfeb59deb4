package org.manyhands.worker.lease;

import java.util.Comparator;

/** A step of a job. */
public record StepKey(long job, int step) implements Comparable<StepKey> {
    private static final Comparator<StepKey> ORDER =
            Comparator.comparingLong(StepKey::job).thenComparingInt(StepKey::step);

    @Override
    public int compareTo(StepKey other) {
        return ORDER.compare(this, other);
    }
}
