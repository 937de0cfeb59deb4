package org.manyhands.worker.run;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.manyhands.wire.TaskRecord;
import org.manyhands.worker.lease.Result;
import org.manyhands.worker.lease.Start;
import org.manyhands.worker.process.Exit;
import org.manyhands.worker.process.Outcome;
import org.manyhands.worker.user.UnixUser;

/** What is kept of an attempt, and the little of it that the control plane needs. */
final class Records {
    private static final int ARGV_WORDS_MAX = 64;
    private static final int VALUE_BYTES_MAX = 4 << 10;

    private final String node;
    private final long boot;
    private final String user;

    Records(String node, long boot, String user) {
        this.node = node;
        this.boot = boot;
        this.user = user;
    }

    TaskRecord.Builder of(
            Start start,
            ByteString item,
            List<ByteString> argv,
            List<String> devices,
            Exit exit,
            long startedWallMillis) {
        TaskRecord.Builder record = TaskRecord.newBuilder()
                .setJob(start.step().job())
                .setStep(start.step().step())
                .setItem(start.item())
                .setAttempt(start.attempt())
                .setRun(start.run())
                .setStartedWallMillis(startedWallMillis)
                .setDurationNanos(exit.durationNanos())
                .setUserMicros(exit.usage().userMicros())
                .setSystemMicros(exit.usage().systemMicros())
                .setMaxRssBytes(exit.usage().maxRssBytes())
                .setNode(node)
                .setBoot(boot)
                .setUser(user)
                .setItemValue(cut(item))
                .addAllArgv(cut(argv))
                .addAllDevices(devices);
        switch (exit.outcome()) {
            case Outcome.Exited exited ->
                record.setExitCode(exited.code())
                        .setOutcome(exited.code() == 0 ? TaskRecord.Outcome.OK : TaskRecord.Outcome.EXIT);
            case Outcome.Signalled signalled ->
                record.setExitCode(-1).setSignal(signalled.signal()).setOutcome(TaskRecord.Outcome.SIGNAL);
            case Outcome.Stopped stopped ->
                record.setExitCode(stopped.exitCode())
                        .setSignal(stopped.signal())
                        .setOutcome(outcome(stopped.reason()));
            case Outcome.NotStarted refused ->
                record.setExitCode(refused.code()).setOutcome(TaskRecord.Outcome.NOT_STARTED);
        }
        return record;
    }

    /** The name of who a task runs as. */
    String name(Optional<UnixUser> asWhom) {
        return asWhom.map(UnixUser::name).orElse(user);
    }

    /** What is the same in the records of all that a process of a stream answers. */
    byte[] shared(Start start, List<ByteString> argv, Optional<UnixUser> asWhom, List<String> devices) {
        return TaskRecord.newBuilder()
                .setJob(start.step().job())
                .setStep(start.step().step())
                .setRun(start.run())
                .setNode(node)
                .setBoot(boot)
                .setUser(name(asWhom))
                .addAllArgv(cut(argv))
                .addAllDevices(devices)
                .build()
                .toByteArray();
    }

    /** What is not the same: put before or behind the shared part it makes a whole record. */
    static TaskRecord.Builder own(Start start, ByteString item, long startedWallMillis, long durationNanos) {
        return TaskRecord.newBuilder()
                .setItem(start.item())
                .setAttempt(start.attempt())
                .setStartedWallMillis(startedWallMillis)
                .setDurationNanos(durationNanos)
                .setItemValue(cut(item));
    }

    /** Of an attempt that is reported; one that was cancelled is not. */
    private static TaskRecord.Outcome outcome(Outcome.Reason reason) {
        return switch (reason) {
            case TIMED_OUT -> TaskRecord.Outcome.TIMED_OUT;
            case OUT_OF_MEMORY -> TaskRecord.Outcome.OOM;
            case OUTPUT_LIMIT -> TaskRecord.Outcome.OUTPUT_LIMIT;
            case DISK -> TaskRecord.Outcome.DISK;
            case CANCELLED -> throw new IllegalArgumentException("a cancelled attempt has no record");
        };
    }

    static Result result(TaskRecord.Builder record) {
        int detail = switch (record.getOutcome()) {
            case EXIT, NOT_STARTED -> record.getExitCode();
            case SIGNAL -> record.getSignal();
            case OK, TIMED_OUT, OOM, OUTPUT_LIMIT, DISK, ANSWER, OUTCOME_UNSPECIFIED, UNRECOGNIZED -> 0;
        };
        return new Result(record.getOutcome(), detail, record.getError(), record.getDurationNanos());
    }

    static ByteString cut(ByteString value) {
        return value.size() > VALUE_BYTES_MAX ? value.substring(0, VALUE_BYTES_MAX) : value;
    }

    private static List<ByteString> cut(List<ByteString> argv) {
        List<ByteString> kept = new ArrayList<>();
        int left = VALUE_BYTES_MAX;
        for (ByteString word : argv) {
            if (kept.size() == ARGV_WORDS_MAX || left <= 0) {
                break;
            }
            ByteString part = word.size() > left ? word.substring(0, left) : word;
            kept.add(part);
            left -= part.size();
        }
        return kept;
    }
}
