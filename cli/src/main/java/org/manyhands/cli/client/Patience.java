package org.manyhands.cli.client;

import java.util.concurrent.TimeUnit;

/** How long a command that has begun waits for an answer. After a while it says that it waits, and for what. */
final class Patience {
    /** Longer than a machine needs to start again. */
    private static final long MILLIS = 600_000;

    private static final long QUIET_MILLIS = 5_000;
    private static final long AGAIN_MILLIS = 50;

    private final long began = System.nanoTime();
    private boolean told;

    /**
     * Waits a moment.
     *
     * @param trouble why there is no answer
     * @throws OutOfReachException when it has been long enough
     */
    void rest(String trouble) throws OutOfReachException, InterruptedException {
        long waitedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        if (waitedMillis > MILLIS) {
            throw new OutOfReachException(
                    "nobody could answer for " + TimeUnit.MILLISECONDS.toSeconds(MILLIS) + " s: " + trouble);
        }
        if (waitedMillis > QUIET_MILLIS && !told) {
            told = true;
            System.err.println("mh: nobody can answer yet, and this command waits: " + trouble);
        }
        Thread.sleep(AGAIN_MILLIS);
    }
}
