package org.manyhands.worker.link;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.manyhands.wire.Beat;

/**
 * What the last beats tell of the way to the leader and back, and of its clock: of the shortest round trip of late, the leader looked
 * at its clock at most half of it away from the middle (as NTP does it, RFC 5905, section 8). Not thread-safe.
 */
final class Trips {
    private static final int KEPT = 16;
    /** Clocks are read in whole milliseconds. */
    private static final long READING_MILLIS = 2;

    /** RFC 3550, 6.4.1. */
    private static final int JITTER_SHARE = 16;

    private final Deque<Trip> trips = new ArrayDeque<>();
    private long lastNanos;
    private long jitterNanos;

    private record Trip(long nanos, long offsetMillis) {
        long errorMillis() {
            return Math.ceilDiv(TimeUnit.NANOSECONDS.toMicros(nanos), 2_000);
        }

        /** Whether both can be true of clocks that only go. */
        boolean agrees(Trip other) {
            return Math.abs(offsetMillis - other.offsetMillis) <= errorMillis() + other.errorMillis() + READING_MILLIS;
        }
    }

    /**
     * A beat was answered.
     *
     * @param nanos from sending it to the answer
     * @param sentWallMillis by the clock of this node
     * @param answeredWallMillis by the clock of the leader
     */
    void add(long nanos, long sentWallMillis, long answeredWallMillis) {
        if (!trips.isEmpty()) {
            jitterNanos += (Math.abs(nanos - lastNanos) - jitterNanos) / JITTER_SHARE;
        }
        lastNanos = nanos;
        long middle = sentWallMillis + TimeUnit.NANOSECONDS.toMillis(nanos / 2);
        Trip trip = new Trip(nanos, answeredWallMillis - middle);
        if (!trips.stream().allMatch(trip::agrees)) {
            trips.clear(); // a clock was set
        }
        trips.addLast(trip);
        if (trips.size() > KEPT) {
            trips.removeFirst();
        }
    }

    /** Empty until a beat was answered. */
    Optional<Beat.Trip> shortest() {
        return trips.stream()
                .min(Comparator.comparingLong(Trip::nanos))
                .map(trip -> Beat.Trip.newBuilder()
                        .setMicros(TimeUnit.NANOSECONDS.toMicros(trip.nanos()))
                        .setJitterMicros(TimeUnit.NANOSECONDS.toMicros(jitterNanos))
                        .setClockOffsetMillis(trip.offsetMillis())
                        .setClockErrorMillis(trip.errorMillis())
                        .build());
    }
}
