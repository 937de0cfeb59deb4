package org.manyhands.worker.process;

import org.jspecify.annotations.Nullable;

/**
 * Ends one run from another thread. May be used before, during and after the run; only the first call counts. After
 * {@link #detach} returns, the waker is not called any more, so what it touches may be freed.
 */
public final class CancelHandle {
    private boolean cancelled;
    private @Nullable Runnable waker;

    public synchronized void cancel() {
        cancelled = true;
        if (waker != null) {
            waker.run();
        }
    }

    public synchronized boolean isCancelled() {
        return cancelled;
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
