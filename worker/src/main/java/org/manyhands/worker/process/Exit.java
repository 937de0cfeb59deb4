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

    /** The same end, for which this is the reason, whatever the first process made of it. */
    Exit stopped(Outcome.Reason reason) {
        Outcome known = switch (outcome) {
            case Outcome.Exited(int code) -> new Outcome.Stopped(reason, code, 0);
            case Outcome.Signalled(int signal) -> new Outcome.Stopped(reason, -1, signal);
            case Outcome.Stopped stopped -> stopped;
            case Outcome.NotStarted refused -> refused;
        };
        return new Exit(known, usage, durationNanos, survivors);
    }

    /** Whether the task ended by itself with exit code 0. */
    public boolean ok() {
        return outcome instanceof Outcome.Exited(int code) && code == 0;
    }
}
