package org.manyhands.verify.process;

import java.util.function.BooleanSupplier;

/** Waits for conditions instead of for time to pass. */
final class Until {
    private static final long LOOK_MILLIS = 20;
    private static final long SECONDS_MAX = 60;

    private Until() {}

    /** Waits for what must come at some time; fails the test if it does not. */
    static void holds(String what, BooleanSupplier condition) throws InterruptedException {
        if (!trueWithinSeconds(SECONDS_MAX, condition)) {
            throw new AssertionError("did not come within " + SECONDS_MAX + " s: " + what);
        }
    }

    static boolean trueWithinSeconds(long seconds, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return true;
    }
}
