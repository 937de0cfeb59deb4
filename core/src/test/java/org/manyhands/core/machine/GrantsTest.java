package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.StepBuilder.step;

import org.junit.jupiter.api.Test;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.Mark;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.kit.StepBuilder;
import org.manyhands.core.state.State;

class GrantsTest {
    private final MachineFixture fixture = new MachineFixture();
    private final long session = fixture.open("one", 4);

    private StepRef submit(StepBuilder step) {
        return new StepRef(fixture.submit(step), 0);
    }

    private void refused(long to, StepRef ref, ItemSet items, int width) {
        State before = fixture.state();
        assertThat(fixture.apply(new Command.Grant(to, ref, items, width)))
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(RefusalCode.NOT_GRANTABLE));
        assertThat(fixture.state().jobs()).isEqualTo(before.jobs());
        assertThat(fixture.state().sessions()).isEqualTo(before.sessions());
    }

    @Test
    void shouldLeaseReadyItems() {
        StepRef ref = submit(step("a", 10));
        fixture.granted(session, ref, ItemSet.of(1, 2), 2);
        assertThat(fixture.lease(session, ref).items()).isEqualTo(ItemSet.of(1, 2));
        assertThat(fixture.step(ref).held()).isEqualTo(ItemSet.of(1, 2));
        assertThat(fixture.ready(ref)).isEqualTo(ItemSet.range(0, 10).andNot(ItemSet.of(1, 2)));
        assertThat(fixture.events()).containsExactly(new Event.ItemsGranted(ref, session, ItemSet.of(1, 2), "one", 1));
    }

    @Test
    void shouldRefuseTheWholeGrantIfOneItemIsNotReady() {
        StepRef ref = submit(step("a", 10).retry(0, 0));
        fixture.granted(session, ref, ItemSet.of(1, 2));
        fixture.ok(session, ref, 2);
        refused(session, ref, ItemSet.of(0, 1), 2);
        refused(session, ref, ItemSet.of(0, 2), 2);
        refused(session, ref, ItemSet.of(0, 10), 2);
    }

    @Test
    void shouldRefuseItemsWhoseDependencyIsNotOk() {
        long job = fixture.submit(
                step("a", 3), step("each", 3).each(0), step("all", 1).all(0));
        StepRef first = new StepRef(job, 0);
        fixture.granted(session, first, ItemSet.range(0, 3));
        fixture.ok(session, first, 0, 2);
        refused(session, new StepRef(job, 1), ItemSet.of(0, 1), 1);
        fixture.granted(session, new StepRef(job, 1), ItemSet.of(0, 2));
        refused(session, new StepRef(job, 2), ItemSet.of(0), 1);
        fixture.ok(session, first, 1);
        fixture.granted(session, new StepRef(job, 2), ItemSet.of(0));
    }

    @Test
    void shouldGiveNothingToASessionThatIsSilentGoneOrUnknown() {
        StepRef ref = submit(step("a", 10).lostAfter(60_000));
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.end(session, false);
        refused(session, ref, ItemSet.of(1), 1);
        fixture.end(session, true);
        refused(session, ref, ItemSet.of(1), 1);
        refused(99, ref, ItemSet.of(1), 1);
    }

    @Test
    void shouldRefuseWhatIsNotInTheInventory() {
        StepRef ref = submit(step("a", 10).cores(1));
        StepRef other = submit(step("b", 10).cores(3));
        refused(session, ref, ItemSet.range(0, 5), 5);
        fixture.granted(session, ref, ItemSet.range(0, 5), 2);
        refused(session, other, ItemSet.of(0), 1);
        refused(session, submit(step("c", 1).demand("gpu", 1)), ItemSet.of(0), 1);
    }

    @Test
    void shouldNotOverflowWhenDemandTimesWidthIsMoreThanALong() {
        StepRef ref = submit(step("a", 8).demand("cpu", Long.MAX_VALUE / 2));
        refused(session, ref, ItemSet.range(0, 8), 8);
    }

    @Test
    void shouldCountOnlyAsManyTasksAsThereAreItems() {
        StepRef ref = submit(step("a", 10).cores(1));
        StepRef other = submit(step("b", 10).cores(3));
        fixture.granted(session, ref, ItemSet.of(0), 100);
        fixture.granted(session, other, ItemSet.of(0), 1);
        refused(session, ref, ItemSet.of(1), 100);
    }

    @Test
    void shouldKeepAtMostOverAllSessions() {
        long second = fixture.open("three");
        StepRef ref = submit(step("a", 10).atMost(3));
        fixture.granted(session, ref, ItemSet.range(0, 4), 2);
        refused(second, ref, ItemSet.of(4, 5), 2);
        fixture.granted(second, ref, ItemSet.of(4, 5), 1);
        refused(second, ref, ItemSet.EMPTY, 2);
    }

    @Test
    void shouldSetTheWidthAbsolutelyWithoutItems() {
        StepRef ref = submit(step("a", 10).cores(1));
        fixture.granted(session, ref, ItemSet.range(0, 8), 2);
        fixture.granted(session, ref, ItemSet.EMPTY, 4);
        assertThat(fixture.lease(session, ref).width()).isEqualTo(4);
        fixture.granted(session, ref, ItemSet.EMPTY, 1);
        assertThat(fixture.lease(session, ref).width()).isEqualTo(1);
        assertThat(fixture.lease(session, ref).items()).isEqualTo(ItemSet.range(0, 8));
        refused(session, ref, ItemSet.EMPTY, 5);
    }

    @Test
    void shouldRefuseAWidthWithoutALeaseOrBelowOne() {
        StepRef ref = submit(step("a", 10));
        refused(session, ref, ItemSet.EMPTY, 1);
        refused(session, ref, ItemSet.of(0), 0);
    }

    @Test
    void shouldRefuseStepsThatAreNot() {
        StepRef ref = submit(step("a", 10));
        for (StepRef wrong :
                new StepRef[] {new StepRef(ref.job(), 1), new StepRef(99, 0), new StepRef(ref.job(), -1)}) {
            assertThat(fixture.apply(new Command.Grant(session, wrong, ItemSet.of(0), 1)))
                    .isInstanceOfSatisfying(
                            Reply.Refused.class,
                            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.NO_SUCH_STEP));
        }
    }

    @Test
    void shouldRefuseItemsOfAJobThatIsNotRunning() {
        long second = fixture.open("three");
        StepRef ref = submit(step("a", 10));
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.cancel(ref.job());
        refused(second, ref, ItemSet.of(1), 1);
        fixture.release(session, ref, 0);
        assertThat(fixture.job(ref.job()).decided()).isTrue();
        refused(second, ref, ItemSet.of(1), 1);
    }

    @Test
    void shouldNotCheckWavesAndTakeTheItemsOutOfThem() {
        StepRef ref = submit(step("a", 10).retry(3, 1_000));
        fixture.granted(session, ref, ItemSet.of(0, 1));
        fixture.failed(session, ref, 0, 1);
        fixture.granted(session, ref, ItemSet.of(0));
        assertThat(fixture.step(ref).inWaves()).isEqualTo(ItemSet.of(1));
    }

    @Test
    void shouldOnlyMarkWhatIsHeldWhenRevoked() {
        StepRef ref = submit(step("a", 10));
        fixture.granted(session, ref, ItemSet.of(0, 1, 2));
        fixture.apply(new Command.Revoke(session, ref, ItemSet.of(1, 2, 3), Mark.UNSTARTED));
        fixture.apply(new Command.Revoke(session, ref, ItemSet.of(2), Mark.KILL));
        assertThat(fixture.lease(session, ref).items()).isEqualTo(ItemSet.of(0, 1, 2));
        assertThat(fixture.lease(session, ref).unstarted()).isEqualTo(ItemSet.of(1, 2));
        assertThat(fixture.lease(session, ref).kill()).isEqualTo(ItemSet.of(2));
    }

    @Test
    void shouldForgetAMarkWithItsItem() {
        StepRef ref = submit(step("a", 10));
        fixture.granted(session, ref, ItemSet.of(0, 1, 2));
        fixture.apply(new Command.Revoke(session, ref, ItemSet.of(1, 2), Mark.UNSTARTED));
        fixture.release(session, ref, 1);
        fixture.ok(session, ref, 2);
        assertThat(fixture.lease(session, ref).unstarted()).isEqualTo(ItemSet.EMPTY);
        fixture.granted(session, ref, ItemSet.of(1));
        assertThat(fixture.lease(session, ref).unstarted()).isEqualTo(ItemSet.EMPTY);
    }

    @Test
    void shouldAnswerDoneWhenThereIsNothingToRevoke() {
        StepRef ref = submit(step("a", 10));
        assertThat(fixture.apply(new Command.Revoke(session, ref, ItemSet.of(1), Mark.KILL)))
                .isEqualTo(new Reply.Done());
        assertThat(fixture.apply(new Command.Revoke(99, ref, ItemSet.of(1), Mark.KILL)))
                .isEqualTo(new Reply.Done());
    }
}
