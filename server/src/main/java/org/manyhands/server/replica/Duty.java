package org.manyhands.server.replica;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Turns the notices of Ratis, which may repeat, overtake each other and come on several threads, into pairs of
 * leaderReady and leaderLost. One lock orders them; under it the callbacks only enqueue.
 */
final class Duty {
    private static final long NONE = -1;

    private final Replicated replicated;
    private final LongSupplier currentTerm;
    private final CountDownLatch firstReady = new CountDownLatch(1);
    private long term = NONE;
    private long lostTerm = NONE;

    Duty(Replicated replicated, LongSupplier currentTerm) {
        this.replicated = replicated;
        this.currentTerm = currentTerm;
    }

    /** Late for a term already lost, it does nothing. */
    synchronized void begin() {
        long ready = currentTerm.getAsLong();
        if (ready > lostTerm && ready > term) {
            term = ready;
            replicated.leaderReady(ready);
            firstReady.countDown();
        }
    }

    synchronized void end() {
        lostTerm = Math.max(lostTerm, Math.max(term, currentTerm.getAsLong()));
        if (term != NONE) {
            term = NONE;
            replicated.leaderLost();
        }
    }

    synchronized boolean ready() {
        return term != NONE;
    }

    /** Waits so long for the first leadership at most. */
    boolean awaitFirst(long millis) throws InterruptedException {
        return firstReady.await(millis, TimeUnit.MILLISECONDS);
    }
}
