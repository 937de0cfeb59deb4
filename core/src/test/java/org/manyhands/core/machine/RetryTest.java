package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.StepBuilder.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Verdict;
import org.manyhands.core.command.Where;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.kit.StepBuilder;
import org.manyhands.core.state.Wave;

class RetryTest {
    private final MachineFixture fixture = new MachineFixture();
    private final long session = fixture.open("one");

    private StepRef submit(StepBuilder step) {
        return new StepRef(fixture.submit(step), 0);
    }

    private void run(StepRef ref, ItemSet ok, ItemSet failed) {
        fixture.granted(session, ref, ok.or(failed));
        fixture.commit(session, MachineFixture.part(ref, ok, failed));
    }

    private Reply retry(long job, Where where) {
        return fixture.apply(new Command.RetryItems(job, where));
    }

    private static void refused(Reply reply, RefusalCode code) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    @Test
    void shouldFailAnItemForGoodWhenItsBudgetIsUsedUp() {
        StepRef ref = submit(step("a", 2).retry(2, 0));
        for (int failure = 1; failure <= 2; failure++) {
            run(ref, ItemSet.EMPTY, ItemSet.of(0));
            assertThat(fixture.ready(ref)).isEqualTo(ItemSet.of(0, 1));
        }
        run(ref, ItemSet.EMPTY, ItemSet.of(0));
        assertThat(fixture.step(ref).failed()).isEqualTo(ItemSet.of(0));
        assertThat(fixture.events()).contains(new Event.ItemsFailed(ref, ItemSet.of(0), "exit 1"));
    }

    @Test
    void shouldDoubleTheBackOffTwiceAndKeepItThen() {
        StepRef ref = submit(step("a", 1).retry(10, 1_000));
        List<Long> waits = new ArrayList<>();
        for (int failure = 1; failure <= 5; failure++) {
            long now = failure * 8_000L;
            fixture.at(now);
            run(ref, ItemSet.EMPTY, ItemSet.of(0));
            waits.add(fixture.step(ref).waves().getFirst().dueTicks() - now);
        }
        assertThat(waits).containsExactly(1_000L, 2_000L, 4_000L, 4_000L, 4_000L);
    }

    @Test
    void shouldBeDueAtTheFirstMultipleAtLeastOneBackOffAway() {
        for (long now : new long[] {0, 1, 999, 1_000, 1_001, 1_999}) {
            StepRef ref = submit(step("a", 1).retry(1, 1_000));
            fixture.at(10_000 + now);
            run(ref, ItemSet.EMPTY, ItemSet.of(0));
            long expected = now == 0 ? 11_000 : now <= 1_000 ? 12_000 : 13_000;
            assertThat(fixture.step(ref).waves()).containsExactly(new Wave(expected, ItemSet.of(0)));
            assertThat(fixture.events()).contains(new Event.ItemsWaiting(ref, ItemSet.of(0), expected, "exit 1"));
        }
    }

    @Test
    void shouldHaveAtMostFourWavesThatNobodyWaitsForLongerThanTwiceHisBackOff() {
        Random random = new Random(5);
        StepRef ref = submit(step("a", 300).retry(6, 1_000));
        SortedMap<Integer, Integer> failures = new TreeMap<>();
        for (long now = 0; now < 60_000; now += random.nextInt(400)) {
            fixture.at(now);
            ItemSet due = fixture.ready(ref).andNot(fixture.step(ref).waiting(now));
            ItemSet some = due.lowest(random.nextInt(4));
            if (some.isEmpty()) {
                continue;
            }
            run(ref, ItemSet.EMPTY, some);
            long ticks = now;
            some.stream().forEach(item -> {
                int failed = failures.merge(item, 1, Integer::sum);
                long backOff = 1_000L << Math.min(failed - 1, 2);
                fixture.step(ref).waves().stream()
                        .filter(wave -> wave.items().contains(item))
                        .forEach(wave -> assertThat(wave.dueTicks() - ticks).isBetween(backOff, 2 * backOff - 1));
            });
            assertThat(fixture.step(ref).waves())
                    .filteredOn(wave -> wave.dueTicks() > ticks)
                    .hasSizeLessThanOrEqualTo(4);
            assertThat(fixture.step(ref).waves()).hasSizeLessThanOrEqualTo(5);
        }
        assertThat(failures).hasSizeGreaterThan(20);
    }

    @Test
    void shouldNotCollectDueWavesWhenNothingIsGranted() {
        StepRef ref = submit(step("a", 100).retry(1, 1_000));
        fixture.granted(session, ref, ItemSet.range(0, 100));
        for (int item = 0; item < 100; item++) {
            fixture.at(item * 1_000L).failed(session, ref, item);
        }
        assertThat(fixture.step(ref).waves()).hasSizeLessThanOrEqualTo(5);
        assertThat(fixture.step(ref).inWaves()).isEqualTo(ItemSet.range(0, 100));
        assertThat(fixture.step(ref).waiting(99_000)).isEqualTo(ItemSet.of(99));
    }

    @Test
    void shouldAvoidTheNodeOnWhichAnItemFailedUntilItIsSettled() {
        StepRef ref = submit(step("a", 2).retry(2, 1_000));
        run(ref, ItemSet.EMPTY, ItemSet.of(0));
        assertThat(fixture.step(ref).avoid().at("one")).isEqualTo(ItemSet.of(0));
        run(ref, ItemSet.of(0), ItemSet.EMPTY);
        assertThat(fixture.step(ref).avoid().isEmpty()).isTrue();
    }

    @Test
    void shouldRememberAtMostSixtyFourNodesToAvoid() {
        StepRef ref = submit(step("a", 100).retry(1, 1_000));
        for (int node = 0; node < 70; node++) {
            long other = fixture.open("node" + node);
            fixture.granted(other, ref, ItemSet.of(node));
            fixture.failed(other, ref, node);
        }
        assertThat(fixture.step(ref).avoid().size()).isEqualTo(64);
    }

    @Test
    void shouldClearTheTriesOfRetriedItems() {
        StepRef ref = submit(step("a", 2).retry(1, 0));
        run(ref, ItemSet.EMPTY, ItemSet.of(0));
        run(ref, ItemSet.EMPTY, ItemSet.of(0));
        assertThat(retry(ref.job(), new Where.Failed())).isEqualTo(new Reply.Done());
        assertThat(fixture.events())
                .containsExactly(
                        new Event.JobRetried(ref.job(), 1, "leader"), new Event.ItemsReset(ref, ItemSet.of(0)));
        assertThat(fixture.step(ref).tries().get(0)).isZero();
        run(ref, ItemSet.EMPTY, ItemSet.of(0));
        assertThat(fixture.step(ref).failed()).isEqualTo(ItemSet.EMPTY);
    }

    @Test
    void shouldJoinTheRunOfAnUndecidedJob() {
        StepRef ref = submit(step("a", 2));
        run(ref, ItemSet.EMPTY, ItemSet.of(0));
        retry(ref.job(), new Where.Failed());
        assertThat(fixture.job(ref.job()).run()).isEqualTo(1);
        assertThat(fixture.ready(ref)).isEqualTo(ItemSet.of(0, 1));
    }

    @Test
    void shouldStartTheNextRunOfADecidedJob() {
        StepRef ref = submit(step("a", 2));
        run(ref, ItemSet.of(1), ItemSet.of(0));
        assertThat(fixture.verdict(ref.job())).contains(Verdict.FAILED);
        retry(ref.job(), new Where.Failed());
        assertThat(fixture.job(ref.job()).run()).isEqualTo(2);
        assertThat(fixture.ready(ref)).isEqualTo(ItemSet.of(0));
        run(ref, ItemSet.of(0), ItemSet.EMPTY);
        assertThat(fixture.verdict(ref.job())).contains(Verdict.OK);
    }

    @Test
    void shouldRetryAlsoWhatWasCancelledIfAsked() {
        StepRef ref = submit(step("a", 3));
        run(ref, ItemSet.of(1), ItemSet.of(0));
        fixture.cancel(ref.job());
        assertThat(fixture.step(ref).cancelled()).isEqualTo(ItemSet.of(2));
        retry(ref.job(), new Where.FailedOrCancelled());
        assertThat(fixture.ready(ref)).isEqualTo(ItemSet.of(0, 2));
    }

    @Test
    void shouldRefuseWhileCancelling() {
        StepRef ref = submit(step("a", 3));
        fixture.granted(session, ref, ItemSet.of(0, 1));
        fixture.failed(session, ref, 0);
        fixture.cancel(ref.job());
        refused(retry(ref.job(), new Where.Failed()), RefusalCode.WRONG_PHASE);
    }

    @Test
    void shouldActOnlyOnSettledItems() {
        StepRef ref = submit(step("a", 4));
        fixture.granted(session, ref, ItemSet.of(0, 1));
        fixture.failed(session, ref, 0);
        refused(retry(ref.job(), new Where.Items(0, ItemSet.of(1, 2))), RefusalCode.INVALID);
        retry(ref.job(), new Where.Items(0, ItemSet.range(0, 4)));
        assertThat(fixture.events())
                .containsExactly(
                        new Event.JobRetried(ref.job(), 1, "leader"), new Event.ItemsReset(ref, ItemSet.of(0)));
        assertThat(fixture.step(ref).held()).isEqualTo(ItemSet.of(1));
    }

    @Test
    void shouldRefuseUnknownJobsAndSteps() {
        StepRef ref = submit(step("a", 4));
        refused(retry(99, new Where.Failed()), RefusalCode.NO_SUCH_JOB);
        refused(retry(ref.job(), new Where.Items(1, ItemSet.of(0))), RefusalCode.NO_SUCH_STEP);
        refused(retry(ref.job(), new Where.Items(-1, ItemSet.of(0))), RefusalCode.NO_SUCH_STEP);
    }

    @Test
    void shouldTouchNoDependentOfAFailedItem() {
        long job = fixture.submit(step("a", 2), step("b", 2).each(0));
        StepRef first = new StepRef(job, 0);
        StepRef second = new StepRef(job, 1);
        run(first, ItemSet.of(1), ItemSet.of(0));
        run(second, ItemSet.of(1), ItemSet.EMPTY);
        retry(job, new Where.Failed());
        assertThat(fixture.step(second).ok()).isEqualTo(ItemSet.of(1));
    }

    @Test
    void shouldResetWhatWasMadeFromRetriedItemsItemByItem() {
        long job =
                fixture.submit(step("a", 3), step("b", 3).each(0), step("c", 3).each(1));
        for (int number = 0; number < 3; number++) {
            run(new StepRef(job, number), ItemSet.of(0, 1, 2), ItemSet.EMPTY);
        }
        retry(job, new Where.Items(0, ItemSet.of(1)));
        for (int number = 0; number < 3; number++) {
            assertThat(fixture.step(new StepRef(job, number)).ok()).isEqualTo(ItemSet.of(0, 2));
        }
        assertThat(fixture.ready(new StepRef(job, 0))).isEqualTo(ItemSet.of(1));
        assertThat(fixture.ready(new StepRef(job, 1))).isEqualTo(ItemSet.EMPTY);
    }

    @Test
    void shouldResetAllThatWaitedForAllItems() {
        long job = fixture.submit(step("a", 3), step("b", 2).all(0));
        run(new StepRef(job, 0), ItemSet.of(0, 1, 2), ItemSet.EMPTY);
        run(new StepRef(job, 1), ItemSet.of(0), ItemSet.of(1));
        retry(job, new Where.Items(0, ItemSet.of(2)));
        assertThat(fixture.step(new StepRef(job, 1)).settled()).isEqualTo(ItemSet.EMPTY);
    }

    @Test
    void shouldForgetTheTriesOfDependentsThatWaitForARetry() {
        long job = fixture.submit(step("a", 1), step("b", 1).each(0).retry(1, 1_000));
        run(new StepRef(job, 0), ItemSet.of(0), ItemSet.EMPTY);
        run(new StepRef(job, 1), ItemSet.EMPTY, ItemSet.of(0));
        retry(job, new Where.Items(0, ItemSet.of(0)));
        assertThat(fixture.step(new StepRef(job, 1)).waves()).isEmpty();
        assertThat(fixture.step(new StepRef(job, 1)).tries().get(0)).isZero();
    }

    @Test
    void shouldRefuseAsLongAsADependentIsHeld() {
        long job = fixture.submit(step("a", 2), step("b", 2).each(0));
        run(new StepRef(job, 0), ItemSet.of(0, 1), ItemSet.EMPTY);
        fixture.granted(session, new StepRef(job, 1), ItemSet.of(0));
        refused(retry(job, new Where.Items(0, ItemSet.of(0))), RefusalCode.DEPENDENTS_HELD);
        assertThat(fixture.step(new StepRef(job, 0)).ok()).isEqualTo(ItemSet.of(0, 1));
        assertThat(retry(job, new Where.Items(0, ItemSet.of(1)))).isEqualTo(new Reply.Done());
    }
}
