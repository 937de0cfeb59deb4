package org.manyhands.store;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/** Work on channels that an interrupt must not break off half way: it is kept for later, and the work is done again. */
final class Uninterrupted {
    private Uninterrupted() {}

    /** Something that can be done again from its beginning. */
    interface Step {
        void run() throws IOException;
    }

    /** @param afterInterrupt what takes the place of the channel that an interrupt closed */
    static void run(Step step, Step afterInterrupt) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (!done(step)) {
                interrupted = true;
                afterInterrupt.run();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean done(Step step) throws IOException {
        try {
            step.run();
            return true;
        } catch (ClosedByInterruptException interrupt) {
            var _ = Thread.interrupted();
            return false;
        }
    }
}
