package org.manyhands.store.pack;

import org.manyhands.store.Digest;

/** Items {@code first} to {@code last} inclusive of a step, all in one pack. */
public record PackRange(long job, int step, long first, long last, Digest pack) {
    TaskKey firstKey() {
        return new TaskKey(job, step, first);
    }

    TaskKey lastKey() {
        return new TaskKey(job, step, last);
    }
}
