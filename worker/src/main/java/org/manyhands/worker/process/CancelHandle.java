package org.manyhands.worker.process;

import org.jspecify.annotations.Nullable;

/**
 * Ends one run from another thread. May be used before, during and after the run; only the first call counts. After
 * {@link #detach} returns, the waker is not called any more, so what it touches may be freed.
 */
public final class CancelHandle {
    private Outcome.@Nullable Reason reason;
    private @Nullable Runnable waker;

    public void cancel() {
        end(Outcome.Reason.CANCELLED);
    }

    /** Ends it for a reason that its outcome gives. */
    public synchronized void end(Outcome.Reason why) {
        if (reason == null) {
            reason = why;
            if (waker != null) {
                waker.run();
            }
        }
    }

    public synchronized boolean isCancelled() {
        return reason != null;
    }

    /** Why it is to end; of one that is not to, it must not be asked. */
    synchronized Outcome.Reason reason() {
        if (reason == null) {
            throw new IllegalStateException("nobody ended it");
        }
        return reason;
    }

    synchronized void attach(Runnable newWaker) {
        if (waker != null) {
            throw new IllegalStateException("a cancel handle serves one run at a time");
        }
        waker = newWaker;
    }

    synchronized void detach() {
        waker = null;
    }
}
