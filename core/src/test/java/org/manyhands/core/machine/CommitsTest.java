package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.MachineFixture.pack;
import static org.manyhands.core.kit.MachineFixture.part;
import static org.manyhands.core.kit.StepBuilder.step;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.CommitPart;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.FailureReason;
import org.manyhands.core.command.Failures;
import org.manyhands.core.command.Receipt;
import org.manyhands.core.command.ReleasePart;
import org.manyhands.core.command.Reply;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.state.CommitRef;
import org.manyhands.core.state.ReasonCount;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;

class CommitsTest {
    private final MachineFixture fixture = new MachineFixture();
    private final StepRef ref = new StepRef(fixture.submit(step("a", 10)), 0);
    private final long session = fixture.open("one");

    @Test
    void shouldSettleWhatIsHeldAndKeepWhereItIs() {
        fixture.granted(session, ref, ItemSet.range(0, 5));
        Reply reply = fixture.commit(session, part(ref, ItemSet.of(1, 4), ItemSet.of(2)));
        assertThat(reply).isEqualTo(new Reply.Counted(2, List.of()));
        assertThat(fixture.step(ref).ok()).isEqualTo(ItemSet.of(1, 4));
        assertThat(fixture.step(ref).failed()).isEqualTo(ItemSet.of(2));
        assertThat(fixture.step(ref).held()).isEqualTo(ItemSet.of(0, 3));
        assertThat(fixture.step(ref).commits().values())
                .containsExactly(
                        new CommitRef(pack(1), false, List.of(new Receipt("store", 1)), 1, 4, 3, ItemSet.EMPTY));
    }

    @Test
    void shouldNameWhatIsNotHeldAndNotCountIt() {
        fixture.granted(session, ref, ItemSet.of(1));
        assertThat(fixture.ok(session, ref, 1, 2))
                .isEqualTo(new Reply.Counted(2, List.of(new ReleasePart(ref, ItemSet.of(2)))));
        assertThat(fixture.step(ref).ok()).isEqualTo(ItemSet.of(1));
        assertThat(fixture.step(ref).commits().at(1L).refused()).isEqualTo(ItemSet.of(2));
    }

    @Test
    void shouldKeepNoCommitOfWhichNothingCounts() {
        fixture.ok(session, ref, 1, 2);
        assertThat(fixture.step(ref).commits().isEmpty()).isTrue();
    }

    @Test
    void shouldForgetALeaseWithItsLastItem() {
        fixture.granted(session, ref, ItemSet.of(1, 2));
        fixture.ok(session, ref, 1);
        assertThat(fixture.session(session).leases().size()).isEqualTo(1);
        fixture.ok(session, ref, 2);
        assertThat(fixture.session(session).leases().isEmpty()).isTrue();
    }

    @Test
    void shouldSpanLeasesOfSeveralJobsInOneCommit() {
        StepRef other = new StepRef(fixture.submit(step("b", 1)), 0);
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.granted(session, other, ItemSet.of(0));
        fixture.commit(session, part(ref, ItemSet.of(0), ItemSet.EMPTY), part(other, ItemSet.of(0), ItemSet.EMPTY));
        assertThat(fixture.step(ref).commits().at(1L).pack()).isEqualTo(pack(1));
        assertThat(fixture.step(other).commits().at(1L).pack()).isEqualTo(pack(1));
    }

    @Test
    void shouldSayTheStoredAnswerToTheLastCommandAndChangeNothing() {
        fixture.granted(session, ref, ItemSet.of(1, 2));
        Command.Commit commit = fixture.commit(session, 1, part(ref, ItemSet.of(1, 5), ItemSet.EMPTY));
        Reply first = fixture.apply(commit);
        State before = fixture.state();
        assertThat(fixture.apply(commit)).isEqualTo(first);
        assertThat(fixture.state().jobs()).isEqualTo(before.jobs());
        assertThat(fixture.state().sessions()).isEqualTo(before.sessions());
    }

    @Test
    void shouldRefuseACommandOlderThanTheLast() {
        fixture.granted(session, ref, ItemSet.of(1, 2, 3));
        Command.Commit first = fixture.commit(session, 1, part(ref, ItemSet.of(1), ItemSet.EMPTY));
        fixture.apply(first);
        fixture.release(session, ref, 2);
        assertThat(fixture.apply(first)).isEqualTo(new Reply.OutOfSequence(3));
    }

    @Test
    void shouldRefuseACommandFromTheFutureAndOneBeforeTheFirst() {
        fixture.granted(session, ref, ItemSet.of(1));
        CommitPart part = part(ref, ItemSet.of(1), ItemSet.EMPTY);
        assertThat(fixture.apply(fixture.commit(session, 2, part))).isEqualTo(new Reply.OutOfSequence(1));
        assertThat(fixture.apply(fixture.commit(session, 0, part))).isEqualTo(new Reply.OutOfSequence(1));
        assertThat(fixture.step(ref).ok()).isEqualTo(ItemSet.EMPTY);
    }

    @Test
    void shouldCountReleasesAndCommitsInOneSequence() {
        fixture.granted(session, ref, ItemSet.of(1, 2));
        assertThat(fixture.release(session, ref, 1)).isEqualTo(new Reply.Counted(2, List.of()));
        assertThat(fixture.ok(session, ref, 2)).isEqualTo(new Reply.Counted(3, List.of()));
    }

    @Test
    void shouldFreeReleasedItemsWithoutChargingATry() {
        fixture.granted(session, ref, ItemSet.of(1, 2));
        assertThat(fixture.release(session, ref, 2, 3))
                .isEqualTo(new Reply.Counted(2, List.of(new ReleasePart(ref, ItemSet.of(3)))));
        assertThat(fixture.step(ref).held()).isEqualTo(ItemSet.of(1));
        assertThat(fixture.step(ref).tries().get(2)).isZero();
        assertThat(fixture.ready(ref).contains(2)).isTrue();
    }

    @Test
    void shouldTakeItemsOfARemovedJobAsNotHeld() {
        fixture.cancel(ref.job());
        fixture.apply(new Command.RemoveJob(ref.job()));
        assertThat(fixture.ok(session, ref, 1))
                .isEqualTo(new Reply.Counted(2, List.of(new ReleasePart(ref, ItemSet.of(1)))));
        assertThat(fixture.release(session, ref, 1))
                .isEqualTo(new Reply.Counted(3, List.of(new ReleasePart(ref, ItemSet.of(1)))));
    }

    @Test
    void shouldTakeAnItemThatIsBothOkAndFailedAsOk() {
        fixture.granted(session, ref, ItemSet.of(1));
        fixture.commit(session, part(ref, ItemSet.of(1), ItemSet.of(1)));
        assertThat(fixture.step(ref).ok()).isEqualTo(ItemSet.of(1));
        assertThat(fixture.step(ref).failed()).isEqualTo(ItemSet.EMPTY);
    }

    @Test
    void shouldCountReasonsWithASample() {
        fixture.granted(session, ref, ItemSet.range(0, 4));
        fixture.failed(session, ref, 0, 2);
        fixture.failed(session, ref, 1);
        assertThat(fixture.step(ref).reasons().at("exit 1")).isEqualTo(new ReasonCount(3, 1, "it said no"));
    }

    @Test
    void shouldBoundTheHistogramWhateverCodesAWorkerNames() {
        StepRef large = new StepRef(fixture.submit(step("b", 1_000)), 0);
        fixture.granted(session, large, ItemSet.range(0, 500));
        for (int code = 0; code < 500; code++) {
            Failures failures = new Failures(FailureReason.EXIT, code, ItemSet.of(code), "");
            fixture.commit(session, new CommitPart(large, ItemSet.EMPTY, List.of(failures), 1, Long.MAX_VALUE));
        }
        assertThat(fixture.step(large).reasons().size())
                .isLessThanOrEqualTo(Step.REASONS_MAX + FailureReason.values().length);
        assertThat(fixture.step(large).reasons().values().stream()
                        .mapToLong(ReasonCount::count)
                        .sum())
                .isEqualTo(500);
    }

    @Test
    void shouldAddUpTheWorkOfWhatCounted() {
        fixture.granted(session, ref, ItemSet.of(0, 1));
        fixture.commit(session, new CommitPart(ref, ItemSet.of(0, 1, 2, 3), List.of(), 400, Long.MAX_VALUE));
        assertThat(fixture.step(ref).work().attempts()).isEqualTo(2);
        assertThat(fixture.step(ref).work().millis()).isEqualTo(200);
    }

    @Test
    void shouldTellWhatBecameOfItems() {
        fixture.granted(session, ref, ItemSet.of(0, 1));
        fixture.commit(session, part(ref, ItemSet.of(0), ItemSet.of(1)));
        assertThat(fixture.events())
                .containsExactly(
                        new Event.ItemsOk(ref, ItemSet.of(0)), new Event.ItemsFailed(ref, ItemSet.of(1), "exit 1"));
    }
}
