package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.StepBuilder.step;

import org.junit.jupiter.api.Test;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Verdict;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.state.Phase;

class CancelTest {
    private final MachineFixture fixture = new MachineFixture();
    private final long session = fixture.open("one");
    private final long second = fixture.open("three");
    private final long job =
            fixture.submit(step("a", 6).retry(3, 1_000), step("b", 6).each(0));
    private final StepRef first = new StepRef(job, 0);

    @Test
    void shouldMarkEveryLeaseOfTheJobAndNoOther() {
        StepRef other = new StepRef(fixture.submit(step("c", 2)), 0);
        fixture.granted(session, first, ItemSet.of(0, 1));
        fixture.granted(second, first, ItemSet.of(2));
        fixture.granted(session, other, ItemSet.of(0));
        fixture.cancel(job);
        assertThat(fixture.lease(session, first).kill()).isEqualTo(ItemSet.of(0, 1));
        assertThat(fixture.lease(second, first).kill()).isEqualTo(ItemSet.of(2));
        assertThat(fixture.lease(session, other).kill()).isEqualTo(ItemSet.EMPTY);
        assertThat(fixture.events()).containsExactly(new Event.JobCancelling(job, false, "enough", "leader"));
    }

    @Test
    void shouldCancelTheRestByTheDecision() {
        fixture.granted(session, first, ItemSet.of(0, 1));
        fixture.ok(session, first, 0);
        fixture.cancel(job);
        assertThat(fixture.step(first).cancelled()).isEqualTo(ItemSet.EMPTY);
        fixture.release(session, first, 1);
        assertThat(fixture.verdict(job)).contains(Verdict.CANCELLED);
        assertThat(fixture.step(first).cancelled()).isEqualTo(ItemSet.range(1, 6));
        assertThat(fixture.step(new StepRef(job, 1)).cancelled()).isEqualTo(ItemSet.range(0, 6));
    }

    @Test
    void shouldEndAtOnceWhenNothingIsHeld() {
        fixture.cancel(job);
        assertThat(fixture.verdict(job)).contains(Verdict.CANCELLED);
    }

    @Test
    void shouldCancelRetriesThatWait() {
        fixture.granted(session, first, ItemSet.of(0));
        fixture.failed(session, first, 0);
        fixture.cancel(job);
        assertThat(fixture.step(first).waves()).isEmpty();
        assertThat(fixture.step(first).avoid().isEmpty()).isTrue();
        assertThat(fixture.step(first).cancelled().contains(0)).isTrue();
    }

    @Test
    void shouldMakeNoWaveWhileCancelling() {
        fixture.granted(session, first, ItemSet.of(0, 1));
        fixture.cancel(job);
        fixture.failed(session, first, 0);
        assertThat(fixture.step(first).waves()).isEmpty();
        assertThat(fixture.step(first).failed()).isEqualTo(ItemSet.of(0));
    }

    @Test
    void shouldStillCountWhatWasDone() {
        fixture.granted(session, first, ItemSet.of(0, 1));
        fixture.cancel(job);
        fixture.ok(session, first, 0);
        assertThat(fixture.step(first).ok()).isEqualTo(ItemSet.of(0));
    }

    @Test
    void shouldBeOkIfTheLastItemWasDoneNevertheless() {
        StepRef ref = new StepRef(fixture.submit(step("a", 1)), 0);
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.cancel(ref.job());
        fixture.ok(session, ref, 0);
        assertThat(fixture.verdict(ref.job())).contains(Verdict.OK);
    }

    @Test
    void shouldHaveNothingReadyWhileCancelling() {
        fixture.granted(session, first, ItemSet.of(0));
        fixture.cancel(job);
        assertThat(fixture.ready(first)).isEqualTo(ItemSet.EMPTY);
    }

    @Test
    void shouldAnswerDoneWhenItIsCancelledAgainAndKeepTheFirstReason() {
        fixture.granted(session, first, ItemSet.of(0));
        fixture.cancel(job);
        assertThat(fixture.apply(new Command.CancelJob(job, "again"))).isEqualTo(new Reply.Done());
        assertThat(fixture.events()).isEmpty();
        assertThat(fixture.job(job).phase()).isEqualTo(new Phase.Cancelling(false, "enough", "leader"));
    }

    @Test
    void shouldRefuseAJobThatHasEndedOrIsNot() {
        fixture.cancel(job);
        refused(fixture.apply(new Command.CancelJob(job, "")), RefusalCode.WRONG_PHASE);
        refused(fixture.apply(new Command.CancelJob(99, "")), RefusalCode.NO_SUCH_JOB);
    }

    @Test
    void shouldRemoveOnlyDecidedJobs() {
        fixture.granted(session, first, ItemSet.of(0));
        refused(fixture.apply(new Command.RemoveJob(job)), RefusalCode.WRONG_PHASE);
        fixture.cancel(job);
        refused(fixture.apply(new Command.RemoveJob(job)), RefusalCode.WRONG_PHASE);
        fixture.release(session, first, 0);
        assertThat(fixture.apply(new Command.RemoveJob(job))).isEqualTo(new Reply.Done());
        assertThat(fixture.state().jobs().isEmpty()).isTrue();
        refused(fixture.apply(new Command.RemoveJob(job)), RefusalCode.NO_SUCH_JOB);
    }

    private static void refused(Reply reply, RefusalCode code) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
