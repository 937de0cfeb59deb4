package org.manyhands.worker.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.worker.lease.LedgerFixture.TTL;
import static org.manyhands.worker.lease.LedgerFixture.lease;

import org.junit.jupiter.api.Test;
import org.manyhands.wire.WorkerCommand;

/** Each rule of the worker: what it prevents, and that without it that happens. */
class LedgerRulesTest {
    private static LedgerFixture with() {
        return new LedgerFixture(new Ledger()).open();
    }

    private static LedgerFixture without(Rule rule) {
        return new LedgerFixture(Ledger.without(rule)).open();
    }

    @Test
    void shouldEndEverythingAndStartNothingPastItsOwnDeadline() {
        LedgerFixture node = with();
        node.reconcile(11, lease(2, 0, 1, 2));
        assertThat(node.start()).containsExactly(0, 1);
        node.now = TTL - 1;
        assertThat(node.doomed()).isEmpty();
        node.now = TTL;
        assertThat(node.doomed()).containsExactly(0, 1);
        node.ledger.abandoned(LedgerFixture.STEP, 0);
        assertThat(node.start()).isEmpty();
    }

    @Test
    void shouldGoOnPastItsDeadlineWithoutTheFence() {
        LedgerFixture node = without(Rule.FENCE_AT_OWN_DEADLINE);
        node.reconcile(11, lease(2, 0, 1, 2));
        node.now = TTL + 1;
        assertThat(node.start()).containsExactly(0, 1);
        assertThat(node.doomed()).isEmpty();
    }

    @Test
    void shouldKeepFinishedResultsPastItsDeadline() {
        LedgerFixture node = with();
        node.reconcile(11, lease(2, 0));
        assertThat(node.start()).containsExactly(0);
        node.finish(0);
        node.now = TTL;
        assertThat(node.ledger.fenced(node.now)).isTrue();
        assertThat(node.ledger.stepsToCommit()).containsExactly(LedgerFixture.STEP);
    }

    @Test
    void shouldWaitAfterTheFenceForAReconcileAsNewAsTheAnswer() {
        LedgerFixture node = fencedAndAnswered(with());
        assertThat(node.start()).as("what it holds may be gone").isEmpty();
        assertThat(node.ledger.beat(0, "").getReconciled())
                .as("so that it is told again, also if that is the same")
                .isZero();
        assertThat(node.reconcile(20, lease(2, 1))).isTrue();
        assertThat(node.ledger.beat(0, "").getReconciled()).isEqualTo(20);
        assertThat(node.start()).containsExactly(1);
    }

    @Test
    void shouldStartWhatItHeldBeforeWithoutThatReconcile() {
        LedgerFixture node = fencedAndAnswered(without(Rule.RECONCILE_AFTER_FENCE));
        assertThat(node.start()).containsExactly(0);
    }

    /** Holds item 0, was past its deadline, and then a beat was answered from state 20. */
    private static LedgerFixture fencedAndAnswered(LedgerFixture node) {
        node.reconcile(11, lease(2, 0));
        node.now = TTL + 5;
        assertThat(node.ledger.fenced(node.now)).isTrue();
        node.beatAnswered(20, node.now - 1);
        assertThat(node.ledger.fenced(node.now)).isFalse();
        return node;
    }

    @Test
    void shouldCountItsDeadlineFromTheSendingOfTheBeat() {
        LedgerFixture node = with();
        node.now = 900;
        node.beatAnswered(11, 300);
        assertThat(node.ledger.deadlineMillis()).isEqualTo(300 + TTL);
    }

    @Test
    void shouldCountItsDeadlineFromTheAnswerWithoutThatRule() {
        LedgerFixture node = without(Rule.DEADLINE_FROM_SENDING);
        node.now = 900;
        node.beatAnswered(11, 300);
        assertThat(node.ledger.deadlineMillis()).isEqualTo(900 + TTL);
    }

    @Test
    void shouldStayFencedWhenTheAnswerComesTooLateToCount() {
        LedgerFixture node = with();
        node.now = 5_000;
        assertThat(node.ledger.fenced(node.now)).isTrue();
        node.beatAnswered(11, 5_000 - TTL);
        assertThat(node.ledger.fenced(node.now)).isTrue();
    }

    @Test
    void shouldNotStartWhatIsInTheCommandInFlightWhateverReconcileSays() {
        LedgerFixture node = committing(with());
        node.reconcile(12, lease(2, 0, 1));
        assertThat(node.start()).containsExactly(1);
        node.done(13, 6);
        node.reconcile(14, lease(2, 0));
        assertThat(node.start()).as("given again after the answer").containsExactly(0);
    }

    @Test
    void shouldStartItTwiceWithoutThatRule() {
        LedgerFixture node = committing(without(Rule.IN_FLIGHT_IS_NOT_STARTED));
        node.reconcile(12, lease(2, 0, 1));
        assertThat(node.start()).containsExactly(0, 1);
    }

    /** Item 0 is in a commit that is on its way. */
    private static LedgerFixture committing(LedgerFixture node) {
        node.reconcile(11, lease(2, 0));
        assertThat(node.start()).containsExactly(0);
        node.finish(0);
        assertThat(node.commit().getSeq()).isEqualTo(5);
        return node;
    }

    @Test
    void shouldNotStartWhatItOffersBackUntilTheAnswer() {
        LedgerFixture node = with();
        node.reconcile(11, lease(2, 0).setUnstarted(ItemBits.write(org.roaringbitmap.RoaringBitmap.bitmapOf(0))));
        assertThat(node.ledger.release()).isPresent();
        node.reconcile(12, lease(2, 0));
        assertThat(node.start()).isEmpty();
        node.done(13, 6);
        node.reconcile(14, lease(2, 0));
        assertThat(node.start()).containsExactly(0);
    }

    @Test
    void shouldIgnoreAReconcileFromBelowWhatItHasSeen() {
        LedgerFixture node = with();
        assertThat(node.reconcile(20, lease(2, 1))).isTrue();
        assertThat(node.reconcile(19, lease(2, 0))).isFalse();
        assertThat(node.start()).containsExactly(1);
        node.beatAnswered(30, 0);
        assertThat(node.reconcile(29, lease(2, 2))).as("an answer is seen too").isFalse();
        assertThat(node.ledger.seen()).isEqualTo(30);
    }

    @Test
    void shouldObeyAnOldReconcileWithoutThatRule() {
        LedgerFixture node = without(Rule.OLD_ORDERS_ARE_IGNORED);
        assertThat(node.reconcile(20, lease(2, 1))).isTrue();
        assertThat(node.reconcile(19, lease(2, 0))).isTrue();
        assertThat(node.start()).containsExactly(0);
    }

    @Test
    void shouldRepeatACommandUnderItsNumber() {
        LedgerFixture node = with();
        node.reconcile(11, lease(2, 0));
        assertThat(node.start()).containsExactly(0);
        node.finish(0);
        WorkerCommand command = node.commit();
        assertThat(node.ledger.repeat(command)).isEqualTo(command);
        assertThat(node.ledger.repeat(command)).isEqualTo(command);
    }

    @Test
    void shouldNumberARepeatedCommandAnewWithoutThatRule() {
        LedgerFixture node = without(Rule.REPEATS_KEEP_THEIR_NUMBER);
        node.reconcile(11, lease(2, 0));
        assertThat(node.start()).containsExactly(0);
        node.finish(0);
        WorkerCommand command = node.commit();
        assertThat(node.ledger.repeat(command).getSeq()).isGreaterThan(command.getSeq());
    }
}
