package org.manyhands.verify.process;

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

    static <E extends Exception> boolean trueWithinSeconds(long seconds, Condition<E> condition)
            throws E, InterruptedException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return true;
    }
}
