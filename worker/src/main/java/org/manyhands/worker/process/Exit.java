package org.manyhands.worker.process;

/**
 * The end of a run.
 *
 * @param durationNanos from just before the start to the end of the first process, in nanoseconds
 * @param survivors processes of the task that could not be ended (stuck in the kernel, or of another user); 0 is proof
 *     that none is left
 */
public record Exit(Outcome outcome, Usage usage, long durationNanos, int survivors) {
    static Exit notStarted(Outcome.NotStarted outcome) {
        return new Exit(outcome, Usage.NONE, 0, 0);
    }

    /** Whether the task ended by itself with exit code 0. */
    public boolean ok() {
        return outcome instanceof Outcome.Exited(int code) && code == 0;
    }
}
