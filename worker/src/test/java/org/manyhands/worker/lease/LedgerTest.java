package org.manyhands.worker.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.worker.lease.LedgerFixture.EPOCH;
import static org.manyhands.worker.lease.LedgerFixture.SESSION;
import static org.manyhands.worker.lease.LedgerFixture.STEP;
import static org.manyhands.worker.lease.LedgerFixture.answer;
import static org.manyhands.worker.lease.LedgerFixture.lease;
import static org.manyhands.worker.lease.LedgerFixture.welcome;

import com.google.protobuf.ByteString;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.manyhands.wire.Beat;
import org.manyhands.wire.BeatAnswer;
import org.manyhands.wire.CommandAnswer;
import org.manyhands.wire.Holding;
import org.manyhands.wire.WorkerCommand;
import org.roaringbitmap.RoaringBitmap;

/** What a session starts, ends, keeps and reports. */
class LedgerTest {
    private final LedgerFixture node = new LedgerFixture(new Ledger()).open();

    private static ByteString bits(int... items) {
        return ItemBits.write(RoaringBitmap.bitmapOf(items));
    }

    @Test
    void shouldStartLowestFirstAndNoMoreThanTheWidth() {
        node.reconcile(11, lease(2, 4, 7, 9));
        assertThat(node.start()).containsExactly(4, 7);
        node.finish(4);
        assertThat(node.start()).containsExactly(9);
        assertThat(node.ledger.runningCount()).isEqualTo(2);
    }

    @Test
    void shouldStartNothingWithoutASession() {
        LedgerFixture closed = new LedgerFixture(new Ledger());
        assertThat(closed.reconcile(11, lease(2, 0))).isFalse();
        assertThat(closed.start()).isEmpty();
        assertThat(closed.ledger.open()).isFalse();
    }

    @Test
    void shouldNotObeyOrdersOfAnotherSessionOrEpoch() {
        Holding other = LedgerFixture.holding(11, lease(2, 0)).toBuilder()
                .setSession(SESSION + 1)
                .build();
        assertThat(node.ledger.reconcile(other)).isFalse();
        Holding restored = LedgerFixture.holding(11, lease(2, 0)).toBuilder()
                .setEpoch(EPOCH + 1)
                .build();
        assertThat(node.ledger.reconcile(restored)).isFalse();
        assertThat(node.start()).isEmpty();
    }

    @Test
    void shouldNumberAttemptsByTheFailuresThatWereCharged() {
        node.reconcile(
                11,
                lease(3, 0, 1, 2)
                        .addTried(Holding.Tried.newBuilder().setTimes(1).setItems(bits(1)))
                        .addTried(Holding.Tried.newBuilder().setTimes(4).setItems(bits(2))));
        assertThat(node.ledger.next(0).orElseThrow().attempt()).isEqualTo(1);
        assertThat(node.ledger.next(0).orElseThrow().attempt()).isEqualTo(2);
        assertThat(node.ledger.next(0).orElseThrow().attempt()).isEqualTo(5);
    }

    @Test
    void shouldNotStartWhatIsMarkedAndGiveItBack() {
        node.reconcile(11, lease(3, 0, 1, 2).setUnstarted(bits(0)).setKill(bits(1)));
        assertThat(node.start()).containsExactly(2);
        assertThat(node.ledger.canRelease()).isTrue();
        WorkerCommand release = node.ledger.release().orElseThrow();
        assertThat(release.getRelease().getPartsList())
                .singleElement()
                .satisfies(given -> assertThat(LedgerFixture.items(given)).containsExactly(0, 1));
        assertThat(node.ledger.canRelease()).as("one command at a time").isFalse();
        assertThat(node.ledger.release()).isEmpty();
    }

    @Test
    void shouldEndWhatIsMarkedToBeKilledAndLetTheUnstartedMarkPass() {
        node.reconcile(11, lease(3, 0, 1, 2));
        assertThat(node.start()).containsExactly(0, 1, 2);
        node.reconcile(12, lease(3, 0, 1, 2).setUnstarted(bits(0)).setKill(bits(1)));
        assertThat(node.doomed()).containsExactly(1);
        assertThat(node.ledger.canRelease()).as("as long as it runs").isFalse();
        node.ledger.abandoned(STEP, 1);
        assertThat(node.ledger.canRelease()).isTrue();
    }

    @Test
    void shouldGoOnPastTheDeadlineWithWhatMayStayAndStartNothing() {
        node.reconcile(11, lease(2, 0, 1, 2).setLostAfterMillis(5_000));
        assertThat(node.start()).containsExactly(0, 1);
        long deadline = node.ledger.deadlineMillis();
        assertThat(node.ledger.doomed(deadline + 4_999)).isEmpty();
        node.finish(0);
        assertThat(node.ledger.next(deadline)).isEmpty();
        assertThat(node.ledger.doomed(deadline + 5_000)).extracting(Start::item).containsExactly(1);
    }

    @Test
    void shouldEndWhatIsNotHeldAnyMore() {
        node.reconcile(11, lease(3, 0, 1));
        assertThat(node.start()).containsExactly(0, 1);
        node.reconcile(12, lease(3, 1));
        assertThat(node.doomed()).containsExactly(0);
        node.reconcile(13);
        assertThat(node.doomed()).containsExactly(0, 1);
    }

    @Test
    void shouldDropTheResultOfWhatIsNotHeldAnyMore() {
        node.reconcile(11, lease(3, 0, 1));
        assertThat(node.start()).containsExactly(0, 1);
        node.reconcile(12, lease(3, 1));
        node.finish(0, 1);
        assertThat(node.ledger.takeFinished())
                .singleElement()
                .satisfies(finished -> assertThat(finished.start().item()).isEqualTo(1));
    }

    @Test
    void shouldStartAgainWhatWasAbandonedAndIsStillHeld() {
        node.reconcile(11, lease(1, 0));
        assertThat(node.start()).containsExactly(0);
        node.ledger.abandoned(STEP, 0);
        assertThat(node.start()).containsExactly(0);
    }

    @Test
    void shouldNotStartWhatHasFinished() {
        node.reconcile(11, lease(1, 0));
        assertThat(node.start()).containsExactly(0);
        node.finish(0);
        node.reconcile(12, lease(1, 0));
        assertThat(node.start()).isEmpty();
        assertThat(node.ledger.idle()).isTrue();
    }

    @Test
    void shouldHaveOneCommandInFlight() {
        node.reconcile(11, lease(2, 0, 1));
        assertThat(node.start()).containsExactly(0, 1);
        node.finish(0);
        WorkerCommand commit = node.commit();
        assertThat(commit.getSession()).isEqualTo(SESSION);
        assertThat(commit.getCommit().getPack()).isEqualTo(LedgerFixture.PACK);
        node.finish(1);
        assertThat(node.ledger.takeFinished()).isEmpty();
        node.done(12, 6);
        assertThat(node.commit().getSeq()).isEqualTo(6);
    }

    @Test
    void shouldForgetWhatWasCommittedWhenTheAnswerIsNewerThanItsOrders() {
        node.reconcile(11, lease(1, 0, 1));
        assertThat(node.start()).containsExactly(0);
        node.finish(0);
        node.commit();
        node.done(12, 6);
        assertThat(node.start())
                .as("0 is not started again before the next orders")
                .containsExactly(1);
    }

    @Test
    void shouldRepeatABusyCommand() {
        WorkerCommand commit = committing();
        node.ledger.answered(
                answer(12, 0).setBusy(CommandAnswer.Busy.getDefaultInstance()).build());
        assertThat(node.ledger.commandInFlight()).isTrue();
        assertThat(node.ledger.repeat(commit)).isEqualTo(commit);
    }

    private WorkerCommand committing() {
        node.reconcile(11, lease(1, 0));
        assertThat(node.start()).containsExactly(0);
        node.finish(0);
        return node.commit();
    }

    @Test
    void shouldIgnoreALateAnswerToAnEarlierCommand() {
        committing();
        node.done(12, 5);
        assertThat(node.ledger.commandInFlight()).isTrue();
        node.ledger.answered(
                answer(12, 6).setStale(CommandAnswer.Stale.getDefaultInstance()).build());
        assertThat(node.ledger.commandInFlight())
                .as("its own number, answered twice")
                .isTrue();
        node.ledger.answered(answer(12, 6)
                .setEpoch(EPOCH + 1)
                .setDone(CommandAnswer.Done.getDefaultInstance())
                .build());
        assertThat(node.ledger.commandInFlight()).isTrue();
        node.done(12, 6);
        assertThat(node.ledger.commandInFlight()).isFalse();
    }

    @Test
    void shouldTakeALaterNumberFromAStaleAnswer() {
        committing();
        node.ledger.answered(
                answer(12, 9).setStale(CommandAnswer.Stale.getDefaultInstance()).build());
        assertThat(node.ledger.commandInFlight()).isFalse();
        node.reconcile(13, lease(1, 1));
        assertThat(node.start()).containsExactly(1);
        node.finish(1);
        assertThat(node.commit().getSeq()).isEqualTo(9);
    }

    @Test
    void shouldEndEverythingWhenTheSessionIsGone() {
        node.reconcile(11, lease(1, 0));
        assertThat(node.start()).containsExactly(0);
        node.ledger.beatAnswered(
                BeatAnswer.newBuilder()
                        .setEpoch(EPOCH)
                        .setApplied(12)
                        .setEnded(true)
                        .build(),
                0,
                0);
        assertThat(node.ledger.open()).isFalse();
        assertThat(node.doomed()).containsExactly(0);
        assertThat(node.start()).isEmpty();
    }

    @Test
    void shouldEndEverythingWhenAClusterThatWasRecoveredDoesNotKnowTheSession() {
        node.reconcile(11, lease(1, 0));
        assertThat(node.start()).containsExactly(0);
        BeatAnswer.Builder answer = BeatAnswer.newBuilder().setEpoch(EPOCH + 1).setApplied(12);
        node.ledger.beatAnswered(answer.build(), 0, 0);
        assertThat(node.ledger.open()).isTrue();
        node.ledger.beatAnswered(answer.setEnded(true).build(), 0, 0);
        assertThat(node.ledger.open()).isFalse();
        assertThat(node.doomed()).containsExactly(0);
    }

    @Test
    void shouldDropUncommittedResultsWithTheirSession() {
        node.reconcile(11, lease(1, 0));
        assertThat(node.start()).containsExactly(0);
        node.finish(0);
        node.ledger.ended();
        assertThat(node.ledger.takeFinished()).isEmpty();
        node.ledger.opened(welcome(EPOCH, SESSION + 1, 1, 20), 0, 0);
        assertThat(node.ledger.takeFinished())
                .as("its item was free, and may have been settled and retried since")
                .isEmpty();
    }

    @Test
    void shouldDropUncommittedResultsOfAnotherEpoch() {
        node.reconcile(11, lease(1, 0));
        assertThat(node.start()).containsExactly(0);
        node.finish(0);
        node.ledger.opened(welcome(EPOCH + 1, SESSION, 1, 2), 0, 0);
        assertThat(node.ledger.takeFinished()).isEmpty();
        assertThat(node.ledger.seen()).as("states are numbered anew").isEqualTo(2);
    }

    @Test
    void shouldNotCommitInANewSessionWhatWasTakenInTheOld() {
        node.reconcile(11, lease(1, 0));
        assertThat(node.start()).containsExactly(0);
        node.finish(0);
        List<Finished> taken = node.ledger.takeFinished();
        node.ledger.ended();
        node.ledger.opened(welcome(EPOCH, SESSION + 1, 1, 20), 0, 0);
        assertThat(node.ledger.commit(taken, LedgerFixture.PACK, List.of())).isEmpty();
    }

    @Test
    void shouldKeepItsOrdersWhenTheSameSessionIsOpenedAgain() {
        node.reconcile(11, lease(2, 0, 1));
        assertThat(node.start()).containsExactly(0, 1);
        node.ledger.opened(welcome(EPOCH, SESSION, 5, 12), 0, 0);
        assertThat(node.doomed()).isEmpty();
    }

    @Test
    void shouldTellInItsBeatWhatRunsAndWhatIsNotCommitted() {
        node.reconcile(11, lease(3, 0, 1, 2));
        assertThat(node.start()).containsExactly(0, 1, 2);
        node.finish(0);
        node.commit();
        node.finish(1);
        Beat beat = node.ledger.beat(0.5, "disk");
        assertThat(beat.getSession()).isEqualTo(SESSION);
        assertThat(beat.getSeenEpoch()).isEqualTo(EPOCH);
        assertThat(beat.getSeenApplied()).isEqualTo(11);
        assertThat(beat.getLoad()).isEqualTo(0.5);
        assertThat(beat.getTrouble()).isEqualTo("disk");
        assertThat(LedgerFixture.items(beat.getRunning(0))).containsExactly(2);
        assertThat(LedgerFixture.items(beat.getFinished(0))).containsExactly(0, 1);
    }

    @Test
    void shouldCountItsWidthByWhatItHolds() {
        node.reconcile(11, lease(5, 0, 1));
        assertThat(node.ledger.width()).isEqualTo(2);
        node.reconcile(12, lease(1, 0, 1));
        assertThat(node.ledger.width()).isEqualTo(1);
    }
}
