package org.manyhands.worker.process;

import org.jspecify.annotations.Nullable;

/**
 * How a process ended, as {@code wait} tells.
 *
 * @param exitCode 0 to 255, or -1 if a signal ended it
 * @param signal the number, or 0
 */
record WaitStatus(int exitCode, int signal) {
    private static final int SIGNAL_MASK = 0x7f;

    static WaitStatus of(int status) {
        int signal = status & SIGNAL_MASK;
        return signal == 0 ? new WaitStatus((status >> 8) & 0xff, 0) : new WaitStatus(-1, signal);
    }

    Outcome outcome(Outcome.@Nullable Reason reason) {
        if (reason != null) {
            return new Outcome.Stopped(reason, exitCode, signal);
        }
        return signal == 0 ? new Outcome.Exited(exitCode) : new Outcome.Signalled(signal);
    }
}
