package org.manyhands.verify.process;

import java.util.concurrent.TimeUnit;

/** Waits for conditions instead of for time to pass. */
final class Until {
    private static final long LOOK_MILLIS = 20;
    private static final long SECONDS_MAX = 60;

    private Until() {}

    /** May ask a process, which may fail. */
    @FunctionalInterface
    interface Condition<E extends Exception> {
        boolean holds() throws E;
    }

    /** Waits for what must come at some time; fails the test if it does not. */
    static <E extends Exception> void holds(String what, Condition<E> condition) throws E, InterruptedException {
        if (!trueWithinSeconds(SECONDS_MAX, condition)) {
            throw new AssertionError("did not come within " + SECONDS_MAX + " s: " + what);
        }
    }

    /** Between two looks passes as much time as a look takes: one that starts a process must not keep others from what they wait for. */
    static <E extends Exception> boolean trueWithinSeconds(long seconds, Condition<E> condition)
            throws E, InterruptedException {
        long began = System.nanoTime();
        long end = began + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.holds()) {
            long looked = System.nanoTime();
            if (looked > end) {
                return false;
            }
            Thread.sleep(Math.max(LOOK_MILLIS, TimeUnit.NANOSECONDS.toMillis(looked - began)));
            began = System.nanoTime();
        }
        return true;
    }
}
