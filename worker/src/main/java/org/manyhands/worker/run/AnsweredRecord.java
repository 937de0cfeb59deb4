package org.manyhands.worker.run;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.manyhands.wire.TaskRecord;
import org.manyhands.worker.lease.Start;

/**
 * The record of an item that a stream answered, as bytes. Written field by field: of a million small items, messages that are built only
 * to be written cost more than their processes.
 *
 * @param durationNanos of each item of the batch
 * @param shared what is the same for all that a process answers; a record is what its parts are one behind the other
 */
// Written from, never compared.
@SuppressWarnings("ArrayRecordComponent")
record AnsweredRecord(long startedWallMillis, long durationNanos, byte[] shared) {

    byte[] of(Start start, ByteString item, int stdoutBytes) {
        ByteString value = Records.cut(item);
        int own = CodedOutputStream.computeUInt64Size(TaskRecord.ITEM_FIELD_NUMBER, start.item())
                + CodedOutputStream.computeUInt32Size(TaskRecord.ATTEMPT_FIELD_NUMBER, start.attempt())
                + CodedOutputStream.computeEnumSize(TaskRecord.OUTCOME_FIELD_NUMBER, TaskRecord.Outcome.OK_VALUE)
                + CodedOutputStream.computeInt64Size(TaskRecord.STARTED_WALL_MILLIS_FIELD_NUMBER, startedWallMillis)
                + CodedOutputStream.computeInt64Size(TaskRecord.DURATION_NANOS_FIELD_NUMBER, durationNanos)
                + CodedOutputStream.computeInt64Size(TaskRecord.STDOUT_BYTES_FIELD_NUMBER, stdoutBytes)
                + CodedOutputStream.computeBytesSize(TaskRecord.ITEM_VALUE_FIELD_NUMBER, value);
        byte[] record = new byte[own + shared.length];
        CodedOutputStream out = CodedOutputStream.newInstance(record, 0, own);
        try {
            out.writeUInt64(TaskRecord.ITEM_FIELD_NUMBER, start.item());
            out.writeUInt32(TaskRecord.ATTEMPT_FIELD_NUMBER, start.attempt());
            out.writeEnum(TaskRecord.OUTCOME_FIELD_NUMBER, TaskRecord.Outcome.OK_VALUE);
            out.writeInt64(TaskRecord.STARTED_WALL_MILLIS_FIELD_NUMBER, startedWallMillis);
            out.writeInt64(TaskRecord.DURATION_NANOS_FIELD_NUMBER, durationNanos);
            out.writeInt64(TaskRecord.STDOUT_BYTES_FIELD_NUMBER, stdoutBytes);
            out.writeBytes(TaskRecord.ITEM_VALUE_FIELD_NUMBER, value);
            out.checkNoSpaceLeft();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        System.arraycopy(shared, 0, record, own, shared.length);
        return record;
    }
}
