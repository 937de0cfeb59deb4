package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.manyhands.core.kit.StepBuilder.step;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Where;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.kit.StepBuilder;
import org.manyhands.core.plan.End;
import org.manyhands.core.plan.Notification;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.state.Notice;

class NoticesTest {
    private final MachineFixture fixture = new MachineFixture();

    private static long submit(MachineFixture fixture, StepBuilder step, Notification... notifications) {
        Command.SubmitJob submit = fixture.submission(0, step);
        return fixture.submitted(new Command.SubmitJob(
                submit.key(), submit.seen(), submit.plan().withNotifications(List.of(notifications))));
    }

    private static Notification on(End... ends) {
        return new Notification("somebody", List.of(ends), Bytes.EMPTY);
    }

    /** A job of one task that ended well and has one notification. */
    static long ended(MachineFixture fixture, End on) {
        long job = submit(fixture, step("a", 1), on(on));
        runOnce(fixture, job);
        return job;
    }

    private static void runOnce(MachineFixture fixture, long job) {
        StepRef ref = new StepRef(job, 0);
        long session = fixture.open("one");
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.ok(session, ref, 0);
    }

    static void runAgain(MachineFixture fixture, long job) {
        fixture.expect(Reply.Done.class, fixture.apply(new Command.RetryItems(job, new Where.Items(0, ItemSet.of(0)))));
        runOnce(fixture, job);
    }

    private Reply record(long job, int run, int number) {
        return fixture.apply(new Command.RecordNotice(job, run, number, true, "200"));
    }

    private void refused(RefusalCode code, Reply reply) {
        assertThat(fixture.expect(Reply.Refused.class, reply).code()).isEqualTo(code);
    }

    @Test
    void shouldOweNothingBeforeTheEnd() {
        long job = submit(fixture, step("a", 1), on(End.values()));
        assertThat(fixture.job(job).notices()).isEmpty();
        refused(RefusalCode.NOT_OWED, record(job, 1, 0));
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void shouldOweOnlyWhatIsWantedOfThisEnd(End end) {
        long job =
                submit(fixture, step("a", 1), on(End.SUCCEEDED), on(End.FAILED), on(End.CANCELLED), on(End.values()));
        StepRef ref = new StepRef(job, 0);
        long session = fixture.open("one");
        fixture.granted(session, ref, ItemSet.of(0));
        switch (end) {
            case SUCCEEDED -> fixture.ok(session, ref, 0);
            case FAILED -> fixture.failed(session, ref, 0);
            case CANCELLED -> {
                fixture.cancel(job);
                fixture.release(session, ref, 0);
            }
        }
        assertThat(fixture.job(job).notices())
                .containsExactly(Notice.owed(List.of(End.values()).indexOf(end)), Notice.owed(3));
    }

    @Test
    void shouldCallAnAbortedJobFailed() {
        long job = submit(fixture, step("a", 2).stopAfter(1), on(End.FAILED));
        StepRef ref = new StepRef(job, 0);
        long session = fixture.open("one");
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.failed(session, ref, 0);
        assertThat(fixture.job(job).owesNotice()).isTrue();
    }

    @Test
    void shouldRecordAnOutcomeOnceAndTellOfIt() {
        long job = ended(fixture, End.SUCCEEDED);
        fixture.expect(Reply.Done.class, record(job, 1, 0));
        assertThat(fixture.events()).containsExactly(new Event.NoticeTold(job, 1, 0, "somebody", true, "200"));
        assertThat(fixture.job(job).owesNotice()).isFalse();
        refused(RefusalCode.NOT_OWED, record(job, 1, 0));
    }

    @Test
    void shouldOweAgainAfterTheNextRun() {
        long job = ended(fixture, End.SUCCEEDED);
        record(job, 1, 0);
        runAgain(fixture, job);
        assertThat(fixture.job(job).owesNotice()).isTrue();
        refused(RefusalCode.NOT_OWED, record(job, 1, 0));
        fixture.expect(Reply.Done.class, record(job, 2, 0));
    }

    @Test
    void shouldRefuseWhatNoPlanHas() {
        long job = ended(fixture, End.SUCCEEDED);
        refused(RefusalCode.NO_SUCH_JOB, record(job + 100, 1, 0));
        refused(RefusalCode.NOT_OWED, record(job, 1, 1));
        refused(RefusalCode.NOT_OWED, record(job, 1, -1));
        String tooLong = "x".repeat(Command.RecordNotice.OUTCOME_MAX + 1);
        refused(RefusalCode.INVALID, fixture.apply(new Command.RecordNotice(job, 1, 0, false, tooLong)));
    }

    @Test
    void shouldKeepTheJobUntilEverybodyIsTold() {
        long job = ended(fixture, End.SUCCEEDED);
        refused(RefusalCode.WRONG_PHASE, fixture.apply(new Command.RemoveJob(job)));
        record(job, 1, 0);
        fixture.expect(Reply.Done.class, fixture.apply(new Command.RemoveJob(job)));
    }

    @Test
    void shouldRefusePlansWithTooMany() {
        Plan plan = fixture.submission(0, step("a", 1)).plan();
        List<Notification> most = Collections.nCopies(Plan.NOTIFICATIONS_MAX, on(End.FAILED));
        assertThat(plan.withNotifications(most).notifications()).hasSize(Plan.NOTIFICATIONS_MAX);
        List<Notification> more = Collections.nCopies(Plan.NOTIFICATIONS_MAX + 1, on(End.FAILED));
        assertThatThrownBy(() -> plan.withNotifications(more))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 8");
    }
}
