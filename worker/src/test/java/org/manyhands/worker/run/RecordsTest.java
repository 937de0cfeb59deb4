package org.manyhands.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.manyhands.wire.TaskRecord;
import org.manyhands.worker.lease.Result;
import org.manyhands.worker.lease.Start;
import org.manyhands.worker.lease.StepKey;
import org.manyhands.worker.process.Exit;
import org.manyhands.worker.process.Outcome;
import org.manyhands.worker.process.Usage;

/** What is kept of an attempt. */
class RecordsTest {
    private static final Start START = new Start(new StepKey(5, 2), 9, 3, 4, 5);
    private static final int VALUE_BYTES_MAX = 4 << 10;

    private final Records records = new Records("node", 6, "user");

    private TaskRecord.Builder record(Outcome outcome) {
        return records.of(
                START,
                ByteString.copyFromUtf8("item"),
                List.of(ByteString.copyFromUtf8("cmd")),
                List.of("gpu=1"),
                new Exit(outcome, new Usage(1, 2, 3), 4, 0),
                1_000);
    }

    private Result result(Outcome outcome) {
        return Records.result(record(outcome));
    }

    @Test
    void shouldKeepWhoWhatAndHowLong() {
        assertThat(record(new Outcome.Exited(0)).build())
                .isEqualTo(TaskRecord.newBuilder()
                        .setJob(5)
                        .setStep(2)
                        .setItem(9)
                        .setAttempt(3)
                        .setRun(4)
                        .setOutcome(TaskRecord.Outcome.OK)
                        .setStartedWallMillis(1_000)
                        .setDurationNanos(4)
                        .setUserMicros(1)
                        .setSystemMicros(2)
                        .setMaxRssBytes(3)
                        .setNode("node")
                        .setBoot(6)
                        .setUser("user")
                        .setItemValue(ByteString.copyFromUtf8("item"))
                        .addArgv(ByteString.copyFromUtf8("cmd"))
                        .addDevices("gpu=1")
                        .build());
    }

    @Test
    void shouldTellEndsApart() {
        assertThat(result(new Outcome.Exited(0))).isEqualTo(new Result(TaskRecord.Outcome.OK, 0, "", 4));
        assertThat(result(new Outcome.Exited(7))).isEqualTo(new Result(TaskRecord.Outcome.EXIT, 7, "", 4));
        assertThat(result(new Outcome.Signalled(11))).isEqualTo(new Result(TaskRecord.Outcome.SIGNAL, 11, "", 4));
        assertThat(result(new Outcome.Stopped(Outcome.Reason.TIMED_OUT, -1, 9)))
                .isEqualTo(new Result(TaskRecord.Outcome.TIMED_OUT, 0, "", 4));
        assertThat(result(new Outcome.Stopped(Outcome.Reason.OUTPUT_LIMIT, -1, 15)))
                .isEqualTo(new Result(TaskRecord.Outcome.OUTPUT_LIMIT, 0, "", 4));
        assertThat(result(new Outcome.NotStarted(127, "no")))
                .isEqualTo(new Result(TaskRecord.Outcome.NOT_STARTED, 127, "", 4));
    }

    @Test
    void shouldKeepExitCodeAndSignal() {
        TaskRecord.Builder signalled = record(new Outcome.Signalled(11));
        assertThat(signalled.getExitCode()).isEqualTo(-1);
        assertThat(signalled.getSignal()).isEqualTo(11);
        TaskRecord.Builder left = record(new Outcome.Stopped(Outcome.Reason.TIMED_OUT, 143, 0));
        assertThat(left.getExitCode()).isEqualTo(143);
        assertThat(left.getSignal()).isZero();
    }

    @Test
    void shouldBoundWhatItKeepsOfItemAndWords() {
        ByteString large = ByteString.copyFrom(new byte[3 * VALUE_BYTES_MAX]);
        Exit exit = new Exit(new Outcome.Exited(0), Usage.NONE, 0, 0);
        TaskRecord.Builder long1 = records.of(START, large, List.of(large, large), List.of(), exit, 0);
        assertThat(long1.getItemValue().size()).isEqualTo(VALUE_BYTES_MAX);
        assertThat(long1.getArgvList())
                .singleElement()
                .satisfies(word -> assertThat(word.size()).isEqualTo(VALUE_BYTES_MAX));
        TaskRecord.Builder many = records.of(
                START, ByteString.EMPTY, Collections.nCopies(1_000, ByteString.copyFromUtf8("w")), List.of(), exit, 0);
        assertThat(many.getArgvCount()).isEqualTo(64);
    }
}
