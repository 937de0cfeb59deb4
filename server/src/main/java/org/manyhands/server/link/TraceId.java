package org.manyhands.server.link;

import java.util.Arrays;
import org.manyhands.core.state.Job;

/** A job is a trace: its id is the first 16 bytes of the submit key, or the job's number where the key is shorter. */
final class TraceId {
    private static final int BYTES = 16;

    private TraceId() {}

    static byte[] of(Job job) {
        byte[] key = Arrays.copyOf(job.key().toArray(), BYTES);
        key[BYTES - 1] |= (byte) (job.key().size() < BYTES ? job.id() | 1 : 0);
        return key;
    }
}
