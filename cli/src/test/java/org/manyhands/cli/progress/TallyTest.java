package org.manyhands.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.manyhands.server.api.JobView;

/** A job summed up, by a clock that the test sets. */
class TallyTest {
    private long nanos = 5;
    private final Tally tally = new Tally(() -> nanos);

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** A step of 100 items with so many ok and failed, running, and queued for this reason. */
    private static JobView.StepView step(String name, long ok, long failed, long running, String reason) {
        long queued = 100 - ok - failed - running;
        return new JobView.StepView(
                0, name, "running", reason, 100, ok, failed, 0, running, 0, 0, 0, queued, 0, 0, 0, 0, List.of(),
                "closed", false);
    }

    private static JobView job(long endedMillis, JobView.StepView... steps) {
        return new JobView(
                "1", "film", 1, "running", "", "me", "", 0, 1, 1, endedMillis, -1, List.of(steps), List.of(), 0);
    }

    @Test
    void shouldSumUpSteps() {
        tally.take(job(0, step("a", 10, 2, 3, ""), step("b", 5, 0, 0, ""), step("c", 0, 0, 1, "")));
        assertThat(tally.items).isEqualTo(300);
        assertThat(tally.done).isEqualTo(17);
        assertThat(tally.failed).isEqualTo(2);
        assertThat(tally.running).isEqualTo(4);
        assertThat(tally.steps()).isEqualTo("a, c");
    }

    @Test
    void shouldSayNoRateAtFirst() {
        tally.take(job(0, step("a", 10, 0, 1, "")));
        pass(400);
        tally.take(job(0, step("a", 20, 0, 1, "")));
        assertThat(tally.rate()).isZero();
        assertThat(tally.eta()).isEmpty();
    }

    @Test
    void shouldCountItsRateFromWhenItBeganToLook() {
        tally.take(job(0, step("a", 40, 0, 1, "")));
        pass(10_000);
        tally.take(job(0, step("a", 60, 0, 1, "")));
        assertThat(tally.rate()).isEqualTo(2.0);
        assertThat(tally.rateText()).isEqualTo("2.0/s");
        assertThat(tally.eta()).contains("0:20");
    }

    @Test
    void shouldWriteLongTimesInHoursAndHighRatesInThousands() {
        tally.take(job(0, step("a", 0, 0, 1, "")));
        pass(1_000_000);
        tally.take(job(0, step("a", 10, 0, 1, "")));
        assertThat(tally.eta()).contains("2:30:00");
        Tally fast = new Tally(() -> nanos);
        fast.take(job(0, step("a", 0, 0, 0, "")));
        pass(1_000);
        fast.take(job(
                0,
                new JobView.StepView(
                        0, "a", "running", "", 9_000, 2_500, 0, 0, 0, 0, 0, 0, 6_500, 0, 0, 0, 0, List.of(), "closed",
                        false)));
        assertThat(fast.rateText()).isEqualTo("2.5k/s");
    }

    @Test
    void shouldNeverSayANegativeRate() {
        tally.take(job(0, step("a", 90, 0, 1, "")));
        pass(10_000);
        tally.take(job(0, step("a", 10, 0, 1, "")));
        assertThat(tally.rateText()).isEqualTo("0.0/s");
        assertThat(tally.eta()).isEmpty();
    }

    @Test
    void shouldTellTheReasonOnlyAfterASilence() {
        tally.take(job(0, step("a", 0, 0, 0, "no node has 99 cores")));
        pass(4_900);
        assertThat(tally.reason()).isEmpty();
        pass(200);
        assertThat(tally.reason()).contains("step a: no node has 99 cores");
    }

    @Test
    void shouldTellNoReasonWhileSomethingRunsOrMoves() {
        tally.take(job(0, step("a", 0, 0, 1, "the node is full")));
        pass(4_000);
        tally.take(job(0, step("a", 0, 0, 1, "the node is full")));
        pass(4_000);
        assertThat(tally.reason()).as("it runs").isEmpty();
        tally.take(job(0, step("a", 2, 0, 0, "the node is full")));
        pass(4_000);
        assertThat(tally.reason()).as("another started, and ended").isEmpty();
        pass(2_000);
        assertThat(tally.reason()).isPresent();
    }

    @Test
    void shouldTellNoReasonOfAJobThatHasEnded() {
        tally.take(job(99, step("a", 0, 1, 0, "whatever")));
        pass(60_000);
        assertThat(tally.reason()).isEmpty();
    }
}
