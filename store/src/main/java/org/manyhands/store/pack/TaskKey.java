package org.manyhands.store.pack;

import java.util.Comparator;
import org.manyhands.store.ByteReader;
import org.manyhands.store.ByteWriter;
import org.manyhands.store.CorruptBlobException;

/** Names a task: item {@code item} of a step of a job. Ordered as signed numbers, job first. */
public record TaskKey(long job, int step, long item) implements Comparable<TaskKey> {
    static final TaskKey ZERO = new TaskKey(0, 0, 0);

    private static final Comparator<TaskKey> ORDER = Comparator.comparingLong(TaskKey::job)
            .thenComparingInt(TaskKey::step)
            .thenComparingLong(TaskKey::item);

    @Override
    public int compareTo(TaskKey other) {
        return ORDER.compare(this, other);
    }

    boolean sameStep(TaskKey other) {
        return job == other.job && step == other.step;
    }

    /** As the distance from the key before it. */
    void encode(ByteWriter to, TaskKey before) {
        to.signed(job - before.job).signed((long) step - before.step).signed(item - before.item);
    }

    static TaskKey decode(ByteReader from, TaskKey before) throws CorruptBlobException {
        return new TaskKey(
                before.job + from.signed(), (int) (before.step + from.signed()), before.item + from.signed());
    }
}
