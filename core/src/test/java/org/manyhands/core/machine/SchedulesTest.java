package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.StepBuilder.step;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.state.Schedule;

class SchedulesTest {
    private static final long DUE = 1_000;
    private static final long NEXT = 2_000;
    private static final String NAME = "nightly";

    private final MachineFixture fixture = new MachineFixture();

    private static void refused(Reply reply, RefusalCode code, String... words) {
        assertThat(reply).isInstanceOfSatisfying(Reply.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(List.of(words))
                    .allSatisfy(word -> assertThat(refused.sentence()).contains(word));
        });
    }

    private void add() {
        assertThat(fixture.apply(addition(NAME, 1))).isEqualTo(new Reply.Done());
    }

    private static Command.AddSchedule addition(String name, int definition) {
        return new Command.AddSchedule(name, Bytes.copyOf(new byte[] {(byte) definition}), DUE);
    }

    private Schedule schedule() {
        return fixture.state().schedules().at(NAME);
    }

    private Plan plan() {
        return fixture.submission(0, step("a", 1)).plan();
    }

    private Command.FireSchedule firing(long due, long next) {
        return new Command.FireSchedule(NAME, schedule().id(), due, next, Optional.of(plan()), "");
    }

    private Command.FireSchedule skipping(long due, long next, String note) {
        return new Command.FireSchedule(NAME, schedule().id(), due, next, Optional.empty(), note);
    }

    @Test
    void shouldKeepWhatWasAdded() {
        add();
        assertThat(fixture.events()).containsExactly(new Event.ScheduleAdded(NAME, "leader", DUE));
        assertThat(schedule().nextWallMillis()).isEqualTo(DUE);
        assertThat(schedule().addedBy()).isEqualTo("leader");
        assertThat(schedule().lastJob()).isEmpty();
    }

    @Test
    void shouldTakeARepeatForTheSameAndAnotherOfTheNameForTaken() {
        add();
        add();
        assertThat(fixture.events()).isEmpty();
        refused(fixture.apply(addition(NAME, 2)), RefusalCode.NAME_TAKEN, "'nightly'", "another name");
        assertThat(fixture.state().schedules().size()).isEqualTo(1);
    }

    @Test
    void shouldRefuseANameThatIsEmptyOrTooLong() {
        refused(fixture.apply(addition("", 1)), RefusalCode.INVALID, "1 to 64");
        refused(fixture.apply(addition("n".repeat(65), 1)), RefusalCode.INVALID, "65", "1 to 64");
        assertThat(fixture.apply(addition("n".repeat(64), 1))).isEqualTo(new Reply.Done());
    }

    @Test
    void shouldRefuseADefinitionThatIsTooLargeAndATimeThatIsNone() {
        int most = Schedules.DEFINITION_BYTES_MAX;
        Bytes large = Bytes.copyOf(new byte[most + 1]);
        refused(
                fixture.apply(new Command.AddSchedule(NAME, large, DUE)),
                RefusalCode.LIMIT,
                Integer.toString(most + 1),
                Integer.toString(most));
        refused(fixture.apply(new Command.AddSchedule(NAME, Bytes.EMPTY, 0)), RefusalCode.INVALID, "next: 0");
        assertThat(fixture.apply(new Command.AddSchedule(NAME, Bytes.copyOf(new byte[most]), DUE)))
                .isEqualTo(new Reply.Done());
    }

    @Test
    void shouldRefuseMoreSchedulesThanTheLimit() {
        for (int number = 0; number < Schedules.SCHEDULES_MAX; number++) {
            assertThat(fixture.apply(addition("s" + number, 1))).isEqualTo(new Reply.Done());
        }
        refused(fixture.apply(addition(NAME, 1)), RefusalCode.LIMIT, "1000");
    }

    @Test
    void shouldForgetWhatIsRemovedAndLeaveItsJob() {
        add();
        long job = fixture.expect(Reply.Submitted.class, fixture.apply(firing(DUE, NEXT)))
                .job();
        fixture.apply(new Command.RemoveSchedule(NAME));
        assertThat(fixture.events()).containsExactly(new Event.ScheduleRemoved(NAME, "leader"));
        assertThat(fixture.state().schedules().isEmpty()).isTrue();
        assertThat(fixture.job(job).decided()).isFalse();
        refused(fixture.apply(new Command.RemoveSchedule(NAME)), RefusalCode.NO_SUCH_SCHEDULE, "'nightly'");
    }

    @Test
    void shouldMakeAJobWhenItIsDue() {
        add();
        long job = fixture.expect(Reply.Submitted.class, fixture.apply(firing(DUE, NEXT)))
                .job();
        assertThat(fixture.events())
                .containsExactly(
                        new Event.JobSubmitted(job, "job", "somebody"),
                        new Event.ScheduleFired(NAME, job, DUE, NEXT, "leader"));
        assertThat(schedule().lastJob()).contains(job);
        assertThat(schedule().lastWallMillis()).isEqualTo(DUE);
        assertThat(schedule().nextWallMillis()).isEqualTo(NEXT);
        assertThat(schedule().runs()).isEqualTo(1);
    }

    @Test
    void shouldRecordWhyATimeWasSkippedUntilTheNextMakesAJob() {
        add();
        assertThat(fixture.apply(skipping(DUE, NEXT, "it is busy"))).isEqualTo(new Reply.Done());
        assertThat(fixture.events()).containsExactly(new Event.ScheduleSkipped(NAME, DUE, NEXT, "it is busy"));
        assertThat(schedule().note()).isEqualTo("it is busy");
        assertThat(schedule().skips()).isEqualTo(1);
        assertThat(schedule().lastJob()).isEmpty();
        fixture.apply(firing(NEXT, NEXT + 1));
        assertThat(schedule().note()).isEmpty();
    }

    @Test
    void shouldFireOnlyForTheTimeThatIsNext() {
        add();
        refused(fixture.apply(firing(DUE + 1, NEXT)), RefusalCode.NOT_DUE, "1000", "1001");
        fixture.apply(firing(DUE, NEXT));
        refused(fixture.apply(firing(DUE, NEXT)), RefusalCode.NOT_DUE);
        refused(fixture.apply(skipping(DUE, NEXT, "late")), RefusalCode.NOT_DUE);
        assertThat(fixture.state().jobs().size()).isEqualTo(1);
    }

    @Test
    void shouldRefuseANextTimeThatIsNotLaterAndANoteThatIsTooLong() {
        add();
        refused(fixture.apply(firing(DUE, DUE)), RefusalCode.INVALID, "1000");
        refused(fixture.apply(skipping(DUE, NEXT, "n".repeat(513))), RefusalCode.INVALID, "513", "512");
        assertThat(schedule().nextWallMillis()).isEqualTo(DUE);
    }

    @Test
    void shouldNotFireForAnotherScheduleOfTheSameName() {
        add();
        Command old = firing(DUE, NEXT);
        fixture.apply(new Command.RemoveSchedule(NAME));
        refused(fixture.apply(old), RefusalCode.NO_SUCH_SCHEDULE);
        add();
        refused(fixture.apply(old), RefusalCode.NO_SUCH_SCHEDULE);
        assertThat(fixture.state().jobs().isEmpty()).isTrue();
    }

    @Test
    void shouldKeepTheTimeWhenTheJobItWouldMakeIsRefused() {
        add();
        Plan large = fixture.submission(0, step("a", 1).template(Bytes.copyOf(new byte[Jobs.TEMPLATE_BYTES_MAX + 1])))
                .plan();
        Command fire = new Command.FireSchedule(NAME, schedule().id(), DUE, NEXT, Optional.of(large), "");
        refused(fixture.apply(fire), RefusalCode.LIMIT, "65537");
        assertThat(schedule().nextWallMillis()).isEqualTo(DUE);
    }

    @Test
    void shouldFindAKeyForItsJobThatNobodyHas() {
        add();
        long next = fixture.state().nextId();
        Bytes guessed = Bytes.copyOf(("schedule " + (next + 1)).getBytes(StandardCharsets.UTF_8));
        fixture.submitted(new Command.SubmitJob(guessed, 0, plan()));
        assertThat(fixture.state().nextId()).isEqualTo(next + 1);
        assertThat(fixture.apply(firing(DUE, NEXT))).isInstanceOf(Reply.Submitted.class);
        assertThat(fixture.state().jobs().size()).isEqualTo(2);
    }

    @Test
    void shouldRunNowOnceForAKeyAndStayDue() {
        add();
        Command run = new Command.RunSchedule(NAME, fixture.submission(0, step("a", 1)));
        long job = fixture.expect(Reply.Submitted.class, fixture.apply(run)).job();
        assertThat(fixture.events()).contains(new Event.ScheduleFired(NAME, job, 0, DUE, "leader"));
        assertThat(fixture.apply(run)).isEqualTo(new Reply.Submitted(job, true));
        assertThat(schedule().lastJob()).contains(job);
        assertThat(schedule().runs()).isEqualTo(1);
        assertThat(schedule().nextWallMillis()).isEqualTo(DUE);
        refused(
                fixture.apply(new Command.RunSchedule("other", fixture.submission(0, step("a", 1)))),
                RefusalCode.NO_SUCH_SCHEDULE);
    }
}
