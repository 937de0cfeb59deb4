package org.manyhands.core;

import java.util.Comparator;

/** A step of a job. */
public record StepRef(long job, int step) implements Comparable<StepRef> {
    private static final Comparator<StepRef> ORDER =
            Comparator.comparingLong(StepRef::job).thenComparingInt(StepRef::step);

    @Override
    public int compareTo(StepRef other) {
        return ORDER.compare(this, other);
    }

    /** Fixed by hand: the shape of a persistent map depends on it, so it must be the same in every JVM. */
    @Override
    public int hashCode() {
        return 31 * Long.hashCode(job) + step;
    }

    @Override
    public String toString() {
        return job + ":" + step;
    }
}
