package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.MachineFixture.cores;
import static org.manyhands.core.kit.MachineFixture.opening;
import static org.manyhands.core.kit.StepBuilder.step;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.kit.MachineFixture;

class SessionsTest {
    private final MachineFixture fixture = new MachineFixture();

    @Test
    void shouldAnswerTheSameSessionWhenTheSameBootOpensAgain() {
        long session = fixture.opened(opening("one", 3, 11, cores(4)));
        assertThat(fixture.apply(opening("one", 3, 11, cores(4)))).isEqualTo(new Reply.Opened(session, 1));
        assertThat(fixture.session(session).openedApplied())
                .isEqualTo(fixture.state().applied());
    }

    @Test
    void shouldAnswerTheNextSeqWhenASessionOpensAgain() {
        StepRef ref = new StepRef(fixture.submit(step("a", 2)), 0);
        long session = fixture.opened(opening("one", 1, 11, cores(4)));
        fixture.granted(session, ref, ItemSet.of(0, 1));
        fixture.ok(session, ref, 0);
        assertThat(fixture.apply(opening("one", 1, 11, cores(4)))).isEqualTo(new Reply.Opened(session, 2));
    }

    @Test
    void shouldReopenASilentSessionWithItsIdSeqAndLeases() {
        StepRef ref = new StepRef(fixture.submit(step("a", 3).lostAfter(60_000)), 0);
        long session = fixture.opened(opening("one", 1, 11, cores(4)));
        fixture.granted(session, ref, ItemSet.of(0, 1));
        fixture.ok(session, ref, 0);
        fixture.end(session, false);
        assertThat(fixture.session(session).silent()).isTrue();

        assertThat(fixture.apply(opening("one", 1, 11, cores(4)))).isEqualTo(new Reply.Opened(session, 2));
        assertThat(fixture.session(session).silent()).isFalse();
        assertThat(fixture.lease(session, ref).items()).isEqualTo(ItemSet.of(1));
        assertThat(fixture.events()).containsExactly(new Event.SessionOpened(session, "one", 1));
        fixture.granted(session, ref, ItemSet.of(2));
    }

    @Test
    void shouldGiveANewIdWhenTheSessionOfTheSameBootIsGone() {
        long session = fixture.opened(opening("one", 1, 11, cores(4)));
        fixture.end(session, false);
        assertThat(fixture.gone(session)).isTrue();
        assertThat(fixture.opened(opening("one", 1, 11, cores(4)))).isGreaterThan(session);
    }

    @Test
    void shouldFreeAllLeasesOfTheOldSessionWhenANodeOpensAHigherBoot() {
        long job = fixture.submit(step("a", 2), step("b", 2).lostAfter(60_000));
        long old = fixture.opened(opening("one", 1, 11, cores(4)));
        fixture.granted(old, new StepRef(job, 0), ItemSet.of(0));
        fixture.granted(old, new StepRef(job, 1), ItemSet.of(0));

        long next = fixture.opened(opening("one", 2, 11, cores(4)));
        assertThat(next).isGreaterThan(old);
        assertThat(fixture.gone(old)).isTrue();
        assertThat(fixture.ready(new StepRef(job, 0))).isEqualTo(ItemSet.of(0, 1));
        assertThat(fixture.ready(new StepRef(job, 1))).isEqualTo(ItemSet.of(0, 1));
    }

    @Test
    void shouldFreeTheLeasesOfASilentSessionWhenItsNodeOpensAHigherBoot() {
        StepRef ref = new StepRef(fixture.submit(step("a", 1).lostAfter(60_000)), 0);
        long old = fixture.opened(opening("one", 1, 11, cores(4)));
        fixture.granted(old, ref, ItemSet.of(0));
        fixture.end(old, false);
        fixture.opened(opening("one", 2, 11, cores(4)));
        assertThat(fixture.gone(old)).isTrue();
        assertThat(fixture.ready(ref)).isEqualTo(ItemSet.of(0));
    }

    @Test
    void shouldRefuseALowerBoot() {
        fixture.opened(opening("one", 5, 11, cores(4)));
        refused(fixture.apply(opening("one", 4, 11, cores(4))));
    }

    @Test
    void shouldRefuseALowerBootAlsoWhenTheSessionIsGone() {
        fixture.end(fixture.opened(opening("one", 5, 11, cores(4))), true);
        refused(fixture.apply(opening("one", 4, 11, cores(4))));
    }

    @Test
    void shouldRefuseAnEqualBootWithAnotherTagAlsoWhenTheSessionIsGone() {
        long session = fixture.opened(opening("one", 5, 11, cores(4)));
        refused(fixture.apply(opening("one", 5, 12, cores(4))));
        fixture.end(session, true);
        refused(fixture.apply(opening("one", 5, 12, cores(4))));
    }

    @Test
    void shouldAnswerEndedToCommandsOfAnUnknownSession() {
        assertThat(fixture.apply(new Command.Release(99, 1, List.of(), false))).isEqualTo(new Reply.Ended());
        assertThat(fixture.apply(fixture.commit(99, 1))).isEqualTo(new Reply.Ended());
        assertThat(fixture.apply(new Command.EndSession(99, true, "", 0))).isEqualTo(new Reply.Ended());
    }

    @Test
    void shouldKeepOnlyLeasesWithLostAfterWhenASessionFallsSilent() {
        long job = fixture.submit(step("a", 2), step("b", 2).lostAfter(60_000));
        long session = fixture.open("one");
        fixture.granted(session, new StepRef(job, 0), ItemSet.of(0));
        fixture.granted(session, new StepRef(job, 1), ItemSet.of(1));
        fixture.end(session, false);
        assertThat(fixture.lease(session, new StepRef(job, 0)).items()).isEqualTo(ItemSet.EMPTY);
        assertThat(fixture.lease(session, new StepRef(job, 1)).items()).isEqualTo(ItemSet.of(1));
        assertThat(fixture.events())
                .containsExactly(
                        new Event.ItemsFreed(new StepRef(job, 0), session, ItemSet.of(0), "silent", "one", 1),
                        new Event.SessionSilent(session, "one", "silent"));
    }

    @Test
    void shouldForgetASilentSessionThatHoldsNothing() {
        StepRef ref = new StepRef(fixture.submit(step("a", 2)), 0);
        long session = fixture.open("one");
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.end(session, false);
        assertThat(fixture.gone(session)).isTrue();
    }

    @Test
    void shouldFreeTheRestWhenASilentSessionIsLost() {
        StepRef ref = new StepRef(fixture.submit(step("a", 2).lostAfter(60_000)), 0);
        long session = fixture.open("one");
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.end(session, false);
        fixture.end(session, true);
        assertThat(fixture.gone(session)).isTrue();
        assertThat(fixture.ready(ref)).isEqualTo(ItemSet.of(0, 1));
    }

    @Test
    void shouldCountTheCommitsOfASilentSession() {
        StepRef ref = new StepRef(fixture.submit(step("a", 1).lostAfter(60_000)), 0);
        long session = fixture.open("one");
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.end(session, false);
        fixture.ok(session, ref, 0);
        assertThat(fixture.step(ref).ok()).isEqualTo(ItemSet.of(0));
    }

    @Test
    void shouldChargeNoTryForALostAttempt() {
        StepRef ref = new StepRef(fixture.submit(step("a", 1)), 0);
        for (int loss = 0; loss < 5; loss++) {
            long session = fixture.open("one");
            fixture.granted(session, ref, ItemSet.of(0));
            fixture.end(session, true);
        }
        assertThat(fixture.step(ref).tries().get(0)).isZero();
        assertThat(fixture.ready(ref)).isEqualTo(ItemSet.of(0));
    }

    private static void refused(Reply reply) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(RefusalCode.WRONG_BOOT));
    }
}
