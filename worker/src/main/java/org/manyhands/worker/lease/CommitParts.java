package org.manyhands.worker.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.manyhands.wire.WorkerCommand;
import org.roaringbitmap.RoaringBitmap;

/** Finished attempts as the parts of a commit: by step, and the failed ones by how they failed. */
final class CommitParts {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private CommitParts() {}

    static List<WorkerCommand.Part> of(List<Finished> finished) {
        List<WorkerCommand.Part> parts = new ArrayList<>();
        finished.stream()
                .map(each -> each.start().step())
                .distinct()
                .sorted()
                .forEach(step -> parts.add(part(
                        step,
                        finished.stream()
                                .filter(each -> each.start().step().equals(step))
                                .toList())));
        return parts;
    }

    private static WorkerCommand.Part part(StepKey step, List<Finished> finished) {
        RoaringBitmap ok = new RoaringBitmap();
        List<Kind> kinds = new ArrayList<>();
        long nanos = 0;
        for (Finished each : finished) {
            nanos += each.result().durationNanos();
            if (each.result().ok()) {
                ok.or(each.items());
            } else {
                kind(kinds, each.result()).items.or(each.items());
            }
        }
        WorkerCommand.Part.Builder part = WorkerCommand.Part.newBuilder()
                .setJob(step.job())
                .setStep(step.step())
                .setOk(ItemBits.write(ok))
                .setWorkMillis(Math.ceilDiv(nanos, NANOS_PER_MILLI));
        kinds.forEach(kind -> part.addFailed(kind.failed()));
        return part.build();
    }

    private static Kind kind(List<Kind> kinds, Result result) {
        Optional<Kind> same = kinds.stream()
                .filter(kind -> kind.first.outcome() == result.outcome() && kind.first.detail() == result.detail())
                .findFirst();
        if (same.isPresent()) {
            return same.get();
        }
        Kind kind = new Kind(result, new RoaringBitmap());
        kinds.add(kind);
        return kind;
    }

    /** Attempts that failed in the same way as the first of them. */
    private record Kind(Result first, RoaringBitmap items) {
        WorkerCommand.Failed failed() {
            return WorkerCommand.Failed.newBuilder()
                    .setOutcome(first.outcome())
                    .setDetail(first.detail())
                    .setItems(ItemBits.write(items))
                    .setSample(first.sample())
                    .build();
        }
    }
}
