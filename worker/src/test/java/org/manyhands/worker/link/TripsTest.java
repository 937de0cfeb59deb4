package org.manyhands.worker.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.manyhands.wire.Beat;

class TripsTest {
    private static final long MILLI = 1_000_000;

    private final Trips trips = new Trips();

    @Test
    void shouldKnowNothingAtFirst() {
        assertThat(trips.shortest()).isEmpty();
    }

    @Test
    void shouldGoByTheShortestTrip() {
        trips.add(40 * MILLI, 1_000, 5_030);
        trips.add(2 * MILLI, 2_000, 6_001);
        trips.add(30 * MILLI, 3_000, 7_005);
        Beat.Trip trip = trips.shortest().orElseThrow();
        assertThat(trip.getMicros()).isEqualTo(2_000);
        assertThat(trip.getClockOffsetMillis()).isEqualTo(4_000);
        assertThat(trip.getClockErrorMillis()).isEqualTo(1);
    }

    @Test
    void shouldForgetWhatCannotBeTrueAnyMore() {
        trips.add(MILLI, 1_000, 1_000);
        trips.add(20 * MILLI, 2_000, 3_602_010);
        assertThat(trips.shortest().orElseThrow().getClockOffsetMillis()).isEqualTo(3_600_000);
        assertThat(trips.shortest().orElseThrow().getMicros()).isEqualTo(20_000);
    }

    @Test
    void shouldForgetTripsOfLongAgo() {
        trips.add(MILLI, 0, 0);
        for (int i = 0; i < 16; i++) {
            trips.add(10 * MILLI, 0, 5);
        }
        assertThat(trips.shortest().orElseThrow().getMicros()).isEqualTo(10_000);
    }

    @Test
    void shouldBoundItsOwnError() {
        Random random = new Random(1);
        for (int round = 0; round < 2_000; round++) {
            long offset = random.nextLong(-3_600_000, 3_600_000);
            Trips some = new Trips();
            for (int beat = 0; beat < 20; beat++) {
                long there = random.nextLong(0, 200);
                long back = random.nextLong(0, 200);
                long sent = random.nextLong(0, 1L << 40);
                some.add((there + back) * MILLI, sent, sent + there + offset);
            }
            Beat.Trip trip = some.shortest().orElseThrow();
            assertThat(Math.abs(trip.getClockOffsetMillis() - offset))
                    .as("off by, with %s", trip)
                    .isLessThanOrEqualTo(trip.getClockErrorMillis() + 1);
        }
    }

    @Test
    void shouldMeasureJitter() {
        for (int i = 0; i < 200; i++) {
            trips.add((i % 2 == 0 ? 4 : 8) * MILLI, 0, 0);
        }
        assertThat(trips.shortest().orElseThrow().getJitterMicros()).isBetween(3_900L, 4_000L);
    }
}
