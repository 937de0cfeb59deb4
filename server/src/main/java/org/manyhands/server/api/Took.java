package org.manyhands.server.api;

import org.manyhands.core.state.Job;
import org.manyhands.core.state.Phase;
import org.manyhands.core.state.State;

/** How long a job took. */
final class Took {
    private Took() {}

    /**
     * From the submission of a job to its end, or to now, in milliseconds. The wall clock counts the time in which no node
     * was up or the machine slept, but may be put back; the ticks do neither: it is the larger of the two.
     *
     * @param nowWallMillis milliseconds since 1970
     */
    static long millis(Job job, State state, long nowWallMillis) {
        return job.phase() instanceof Phase.Decided decided
                ? larger(job, decided.ticks(), decided.wallMillis())
                : larger(job, state.ticks(), nowWallMillis);
    }

    private static long larger(Job job, long ticks, long wallMillis) {
        return Math.max(ticks - job.submittedTicks(), wallMillis - job.submittedWallMillis());
    }
}
