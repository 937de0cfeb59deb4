package org.manyhands.worker.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** When a worker commits; all times in milliseconds. */
class PaceTest {
    private static final StepKey A = new StepKey(1, 0);
    private static final StepKey B = new StepKey(1, 1);

    private final Pace pace = new Pace();

    @Test
    void shouldCommitTheFirstResultOfAStepAtOnce() {
        pace.started(A, 0);
        assertThat(pace.dueMillis(List.of(A), 700)).isEqualTo(700);
    }

    @Test
    void shouldNotCommitWithoutResults() {
        assertThat(pace.dueMillis(List.of(), 700)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldWaitForATwentyFifthOfTheAge() {
        pace.started(A, 0);
        pace.committed(List.of(A), 10_000);
        assertThat(pace.dueMillis(List.of(A), 10_000)).isEqualTo(10_400);
    }

    @Test
    void shouldCountTheAgeFromTheFirstStart() {
        pace.started(A, 0);
        pace.started(A, 9_999);
        pace.committed(List.of(A), 10_000);
        assertThat(pace.dueMillis(List.of(A), 10_000)).isEqualTo(10_400);
    }

    @Test
    void shouldSpendAnEighthOfTheTimeOnCommitsAtMost() {
        pace.started(A, 0);
        pace.roundTrip(40);
        pace.committed(List.of(A), 100);
        assertThat(pace.dueMillis(List.of(A), 100)).isEqualTo(420);
        pace.roundTrip(40_000);
        assertThat(pace.dueMillis(List.of(A), 100)).isEqualTo(5_100);
    }

    @Test
    void shouldWaitAMomentAtLeastHoweverYoungTheStep() {
        pace.started(A, 0);
        pace.roundTrip(1);
        pace.committed(List.of(A), 100);
        assertThat(pace.dueMillis(List.of(A), 100)).isEqualTo(120);
    }

    @Test
    void shouldWaitFiveSecondsAtMostUnlessTheLeaderWantsMore() {
        pace.started(A, 0);
        pace.committed(List.of(A), 10_000_000);
        assertThat(pace.dueMillis(List.of(A), 10_000_000)).isEqualTo(10_005_000);
        pace.loadFactor(3);
        assertThat(pace.dueMillis(List.of(A), 10_000_000)).isEqualTo(10_015_000);
        pace.loadFactor(0.1);
        assertThat(pace.dueMillis(List.of(A), 10_000_000)).as("never less").isEqualTo(10_005_000);
    }

    @Test
    void shouldCommitWhenTheFirstOfSeveralStepsIsDue() {
        pace.started(A, 0);
        pace.committed(List.of(A), 100_000);
        assertThat(pace.dueMillis(List.of(A), 100_000)).isEqualTo(104_000);
        pace.started(B, 100_500);
        assertThat(pace.dueMillis(List.of(A, B), 100_600)).isEqualTo(100_600);
    }

    @Test
    void shouldForgetStepsThatDoNotMatterAnyMore() {
        pace.started(A, 0);
        pace.committed(List.of(A), 100_000);
        pace.retain(List.of(B));
        assertThat(pace.dueMillis(List.of(A), 100_001)).as("as if it were new").isEqualTo(100_001);
    }
}
