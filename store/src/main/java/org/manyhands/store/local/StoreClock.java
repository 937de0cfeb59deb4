package org.manyhands.store.local;

/** The two clocks of a store: one that judges idleness and never jumps, one for receipts. */
public interface StoreClock {
    StoreClock SYSTEM = new StoreClock() {
        @Override
        public long monotonicNanos() {
            return System.nanoTime();
        }

        @Override
        public long wallMillis() {
            return System.currentTimeMillis();
        }
    };

    long monotonicNanos();

    /** Milliseconds since 1970. */
    long wallMillis();
}
