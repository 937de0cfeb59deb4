package org.manyhands.server.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.CommitPart;
import org.manyhands.core.command.FailureReason;
import org.manyhands.core.command.Failures;
import org.manyhands.core.command.Receipt;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.ReleasePart;
import org.manyhands.core.command.Reply;
import org.manyhands.core.items.ItemSet;
import org.manyhands.wire.CommandAnswer;
import org.manyhands.wire.Hello;
import org.manyhands.wire.TaskRecord.Outcome;
import org.manyhands.wire.WorkerCommand;

/** No word of a worker is lost or changed on its way to the machine, nor an answer on its way back. */
class TranslatorTest {
    private static final ItemSet OK = ItemSet.of(0, 2, 4, 70_000, 99_999_999);
    private static final ItemSet FAILED = ItemSet.range(5, 9);

    private static ByteString bytes(ItemSet items) {
        return Holdings.bytes(items);
    }

    private static WorkerCommand.Failed failed(Outcome outcome, int detail) {
        return WorkerCommand.Failed.newBuilder()
                .setOutcome(outcome)
                .setDetail(detail)
                .setItems(bytes(FAILED))
                .setSample("no")
                .build();
    }

    private static WorkerCommand commit(WorkerCommand.Failed... failed) {
        return WorkerCommand.newBuilder()
                .setSession(3)
                .setSeq(9)
                .setCommit(WorkerCommand.Commit.newBuilder()
                        .setPack(ByteString.fromHex("aa01"))
                        .addReceipts(org.manyhands.wire.Receipt.newBuilder()
                                .addStores("s")
                                .setBytes(77))
                        .addParts(WorkerCommand.Part.newBuilder()
                                .setJob(1)
                                .setStep(2)
                                .setOk(bytes(OK))
                                .addAllFailed(List.of(failed))
                                .setWorkMillis(123)
                                .setOpened(45)))
                .build();
    }

    @Test
    void shouldKeepEveryWordOfAnOpening() {
        Command.OpenSession open = Translator.open(
                Hello.newBuilder()
                        .setNode("a")
                        .setBoot(4)
                        .setTag(-5)
                        .putInventory("cpu", 8_000)
                        .putLabels("zone", "z")
                        .build(),
                Bytes.ofHex("0a"));
        assertThat(open.key()).isEqualTo(Bytes.ofHex("0a"));
        assertThat(open.node()).isEqualTo("a");
        assertThat(open.boot()).isEqualTo(4);
        assertThat(open.tag()).isEqualTo(-5);
        assertThat(open.inventory()).hasSize(1).containsEntry("cpu", 8_000L);
        assertThat(open.labels()).hasSize(1).containsEntry("zone", "z");
    }

    @Test
    void shouldKeepEveryWordOfACommit() {
        assertThat(Translator.command(commit(failed(Outcome.EXIT, 3), failed(Outcome.SIGNAL, 9))))
                .isEqualTo(new Command.Commit(
                        3,
                        9,
                        List.of(new CommitPart(
                                new StepRef(1, 2),
                                OK,
                                List.of(
                                        new Failures(FailureReason.EXIT, 3, FAILED, "no"),
                                        new Failures(FailureReason.SIGNAL, 9, FAILED, "no")),
                                123,
                                45)),
                        Bytes.ofHex("aa01"),
                        List.of(new Receipt("s", 77))));
    }

    @Test
    void shouldKeepEveryWordOfARelease() {
        WorkerCommand release = WorkerCommand.newBuilder()
                .setSession(3)
                .setSeq(9)
                .setRelease(WorkerCommand.Release.newBuilder()
                        .addParts(WorkerCommand.Given.newBuilder()
                                .setJob(1)
                                .setStep(2)
                                .setItems(bytes(OK))))
                .build();
        assertThat(Translator.command(release))
                .isEqualTo(new Command.Release(3, 9, List.of(new ReleasePart(new StepRef(1, 2), OK)), false));
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"EXIT", "SIGNAL", "TIMED_OUT", "OOM", "NOT_STARTED", "OUTPUT_LIMIT"})
    void shouldKeepTheReasonOfAFailure(Outcome outcome) {
        assertThat(Translator.command(commit(failed(outcome, 1))))
                .isInstanceOfSatisfying(
                        Command.Commit.class,
                        commit -> assertThat(commit.parts().getFirst().failed())
                                .singleElement()
                                .satisfies(failures ->
                                        assertThat(failures.reason().name()).isEqualTo(outcome.name())));
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"OK", "OUTCOME_UNSPECIFIED"})
    void shouldRefuseAFailureThatIsNone(Outcome outcome) {
        assertThatThrownBy(() -> Translator.command(commit(failed(outcome, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(outcome.name());
    }

    @Test
    void shouldRefuseACommandWithoutContent() {
        assertThatThrownBy(() -> Translator.command(WorkerCommand.getDefaultInstance()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldSayWhatWasNotHeld() {
        CommandAnswer answer =
                Translator.answer(new Reply.Counted(10, List.of(new ReleasePart(new StepRef(1, 2), FAILED))), 7, 99);
        assertThat(answer.getEpoch()).isEqualTo(7);
        assertThat(answer.getApplied()).isEqualTo(99);
        assertThat(answer.getNextSeq()).isEqualTo(10);
        assertThat(answer.getDone().getRefusedList()).singleElement().satisfies(refused -> {
            assertThat(refused.getJob()).isEqualTo(1);
            assertThat(refused.getStep()).isEqualTo(2);
            assertThat(ItemSet.ofBytes(refused.getItems().toByteArray())).isEqualTo(FAILED);
        });
    }

    @Test
    void shouldTellTheOtherAnswersApart() {
        assertThat(Translator.answer(new Reply.Busy("wait"), 7, 1).hasBusy()).isTrue();
        assertThat(Translator.answer(new Reply.Ended(), 7, 1).hasEnded()).isTrue();
        CommandAnswer stale = Translator.answer(new Reply.OutOfSequence(12), 7, 1);
        assertThat(stale.hasStale()).isTrue();
        assertThat(stale.getNextSeq()).isEqualTo(12);
    }

    @Test
    void shouldNotAnswerAWorkerWithAReplyThatIsNotForIt() {
        for (Reply reply : List.of(
                new Reply.Done(),
                new Reply.Refused(RefusalCode.INVALID, ""),
                new Reply.Opened(1, 1),
                new Reply.Submitted(1, false))) {
            assertThatThrownBy(() -> Translator.answer(reply, 7, 1)).isInstanceOf(IllegalStateException.class);
        }
    }
}
