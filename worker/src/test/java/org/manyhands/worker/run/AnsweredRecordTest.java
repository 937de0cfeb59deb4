package org.manyhands.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.manyhands.wire.TaskRecord;
import org.manyhands.worker.lease.Start;
import org.manyhands.worker.lease.StepKey;

/** Written field by field, it is what the message would be. */
class AnsweredRecordTest {
    private static final byte[] SHARED =
            TaskRecord.newBuilder().setJob(5).setStep(2).setNode("n1").build().toByteArray();

    private static TaskRecord.Builder expected(Start start, ByteString item, long millis, long nanos) {
        return Records.own(start, item, millis, nanos)
                .setOutcome(TaskRecord.Outcome.OK)
                .setJob(5)
                .setStep(2)
                .setNode("n1");
    }

    @Test
    void shouldBeTheRecordOfTheItem() throws Exception {
        Start start = new Start(new StepKey(5, 2), 999_999, 3, 4, 5);
        ByteString item = ByteString.copyFromUtf8("an item");
        byte[] record = new AnsweredRecord(1_700_000_000_000L, 12_345, SHARED).of(start, item, 77);
        assertThat(TaskRecord.parseFrom(record))
                .isEqualTo(expected(start, item, 1_700_000_000_000L, 12_345)
                        .setStdoutBytes(77)
                        .build());
    }

    @Test
    void shouldBeTheRecordOfTheFirstEmptyAndOfALargeItem() throws Exception {
        Start first = new Start(new StepKey(5, 2), 0, 1, 1, 1);
        AnsweredRecord records = new AnsweredRecord(0, 0, SHARED);
        assertThat(TaskRecord.parseFrom(records.of(first, ByteString.EMPTY, 0)))
                .isEqualTo(expected(first, ByteString.EMPTY, 0, 0).build());
        ByteString large = ByteString.copyFrom(new byte[10_000]);
        assertThat(TaskRecord.parseFrom(records.of(first, large, 0)).getItemValue())
                .isEqualTo(Records.cut(large));
    }
}
