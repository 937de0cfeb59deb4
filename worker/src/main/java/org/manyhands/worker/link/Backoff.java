package org.manyhands.worker.link;

import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next try: twice as long each time, and any part of it, so that many nodes do not come at once. */
final class Backoff {
    static final long FIRST_MILLIS = 200;
    static final long MILLIS_MAX = 2_000;

    private long millis = FIRST_MILLIS;

    /** Waits after a failure. */
    void await() throws InterruptedException {
        Thread.sleep(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
        millis = Math.min(2 * millis, MILLIS_MAX);
    }

    void reset() {
        millis = FIRST_MILLIS;
    }
}
