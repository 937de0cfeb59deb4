package org.manyhands.store.pack;

import org.manyhands.store.ByteReader;
import org.manyhands.store.ByteWriter;
import org.manyhands.store.CorruptBlobException;

/** Names a task: item {@code item} of a step of a job. Ordered as signed numbers, job first. */
public record TaskKey(long job, int step, long item) implements Comparable<TaskKey> {
    static final TaskKey ZERO = new TaskKey(0, 0, 0);

    @Override
    public int compareTo(TaskKey other) {
        // Written out, as a million of them are sorted and searched.
        int jobs = Long.compare(job, other.job);
        int steps = jobs != 0 ? jobs : Integer.compare(step, other.step);
        return steps != 0 ? steps : Long.compare(item, other.item);
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
