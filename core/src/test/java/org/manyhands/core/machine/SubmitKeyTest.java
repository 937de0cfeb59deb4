package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.StepBuilder.step;

import org.junit.jupiter.api.Test;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.kit.MachineFixture;

class SubmitKeyTest {
    private static final int MEMORY = (int) Transition.KEY_MEMORY_ENTRIES;

    private final MachineFixture fixture = new MachineFixture();

    private static void refused(Reply reply, RefusalCode code) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    @Test
    void shouldAnswerTheSameJobWhenASubmitIsRepeated() {
        Command.SubmitJob submit = fixture.submission(0, step("a", 1));
        long job = fixture.submitted(submit);
        assertThat(fixture.apply(submit)).isEqualTo(new Reply.Submitted(job, true));
        assertThat(fixture.events()).isEmpty();
        assertThat(fixture.state().jobs().size()).isEqualTo(1);
    }

    @Test
    void shouldAnswerTheSameJobHoweverOldTheKeyIs() {
        Command.SubmitJob submit = fixture.submission(0, step("a", 1));
        long job = fixture.submitted(submit);
        fixture.pass(MEMORY + 10);
        assertThat(fixture.apply(submit)).isEqualTo(new Reply.Submitted(job, true));
    }

    @Test
    void shouldRefuseTheKeyOfARemovedJobAsLongAsItIsRemembered() {
        Command.SubmitJob submit = fixture.submission(0, step("a", 0));
        fixture.apply(new Command.RemoveJob(fixture.submitted(submit)));
        refused(fixture.apply(submit), RefusalCode.JOB_REMOVED);
        fixture.pass(MEMORY - 2);
        refused(fixture.apply(submit), RefusalCode.JOB_REMOVED);
    }

    @Test
    void shouldForgetTheTombstoneAndThenRefuseTheKeyAsStale() {
        Command.SubmitJob submit = fixture.submission(0, step("a", 0));
        fixture.apply(new Command.RemoveJob(fixture.submitted(submit)));
        fixture.pass(MEMORY + 1);
        assertThat(fixture.state().tombstones().isEmpty()).isTrue();
        assertThat(fixture.state().keys().isEmpty()).isTrue();
        refused(fixture.apply(submit), RefusalCode.STALE_KEY);
    }

    @Test
    void shouldNeverMakeASecondJobWhileTheKeyIsForgottenButFresh() {
        Command.SubmitJob submit = fixture.submission(0, step("a", 0));
        fixture.apply(new Command.RemoveJob(fixture.submitted(submit)));
        for (int entry = 0; entry < 6; entry++) {
            assertThat(fixture.apply(submit)).isInstanceOf(Reply.Refused.class);
            fixture.pass(entry == 0 ? MEMORY - 4 : 0);
        }
        assertThat(fixture.state().jobs().isEmpty()).isTrue();
    }

    @Test
    void shouldTakeAKeyAtTheEdgeOfMemoryAndRefuseOneBeyond() {
        Command.SubmitJob edge = fixture.submission(0, step("a", 1));
        Command.SubmitJob beyond = fixture.submission(0, step("a", 1));
        fixture.pass(MEMORY - 1);
        assertThat(fixture.apply(edge)).isInstanceOf(Reply.Submitted.class);
        refused(fixture.apply(beyond), RefusalCode.STALE_KEY);
    }

    @Test
    void shouldRefuseAKeyThatSawMoreThanThereIs() {
        Command.SubmitJob submit = fixture.submission(0, step("a", 1));
        for (long seen : new long[] {-1, Long.MIN_VALUE, 1_000, Long.MAX_VALUE}) {
            refused(fixture.apply(new Command.SubmitJob(submit.key(), seen, submit.plan())), RefusalCode.INVALID);
        }
    }

    @Test
    void shouldRefuseAPlanWhoseTemplatesAreTooLarge() {
        Bytes half = Bytes.copyOf(new byte[Jobs.TEMPLATE_BYTES_MAX / 2]);
        assertThat(fixture.apply(fixture.submission(
                        0, step("a", 1).template(half), step("b", 1).template(half))))
                .isInstanceOf(Reply.Submitted.class);
        refused(
                fixture.apply(fixture.submission(
                        0,
                        step("a", 1).template(half),
                        step("b", 1).template(half),
                        step("c", 1).template(Bytes.ofHex("00")))),
                RefusalCode.LIMIT);
    }

    @Test
    void shouldNeverUseAnIdAgain() {
        long job = fixture.submit(step("a", 0));
        fixture.apply(new Command.RemoveJob(job));
        assertThat(fixture.submit(step("a", 0))).isGreaterThan(job);
    }
}
