package org.manyhands.verify.process;

import java.util.function.IntSupplier;

/** Watches how a number grows, and how long it did not. */
final class Pulse implements AutoCloseable {
    private static final int LOOK_MILLIS = 100;

    private final IntSupplier number;
    private final long began = System.nanoTime();
    private final Thread thread = Thread.ofPlatform().daemon().name("pulse").unstarted(this::watch);
    private volatile long stillNanos;
    private volatile long stillUntil;

    private Pulse(IntSupplier number) {
        this.number = number;
    }

    static Pulse of(IntSupplier number) {
        Pulse pulse = new Pulse(number);
        pulse.thread.start();
        return pulse;
    }

    private void watch() {
        int last = number.getAsInt();
        long since = System.nanoTime();
        try {
            while (true) {
                Thread.sleep(LOOK_MILLIS);
                int next = number.getAsInt();
                long now = System.nanoTime();
                if (now - since > stillNanos) {
                    stillNanos = now - since;
                    stillUntil = now;
                }
                if (next != last) {
                    last = next;
                    since = now;
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    /** The longest time without growth, and when it ended. */
    @Override
    public String toString() {
        return "still for %.1f s at most, until second %d"
                .formatted(stillNanos / 1e9, (stillUntil - began) / 1_000_000_000);
    }
}
