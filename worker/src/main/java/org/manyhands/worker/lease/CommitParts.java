package org.manyhands.worker.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.wire.WorkerCommand;
import org.roaringbitmap.RoaringBitmap;

/** Finished attempts as the parts of a commit: by step and welcome, and the failed ones by how they failed. */
final class CommitParts {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private CommitParts() {}

    static List<WorkerCommand.Part> of(List<Finished> finished) {
        SortedMap<StepKey, SortedMap<Long, List<Finished>>> parts = new TreeMap<>();
        for (Finished each : finished) {
            parts.computeIfAbsent(each.start().step(), _ -> new TreeMap<>())
                    .computeIfAbsent(each.start().opened(), _ -> new ArrayList<>())
                    .add(each);
        }
        List<WorkerCommand.Part> all = new ArrayList<>();
        parts.forEach(
                (step, openings) -> openings.forEach((opened, together) -> all.add(part(step, opened, together))));
        return all;
    }

    private static WorkerCommand.Part part(StepKey step, long opened, List<Finished> finished) {
        RoaringBitmap ok = new RoaringBitmap();
        List<Kind> kinds = new ArrayList<>();
        long nanos = 0;
        for (Finished each : finished) {
            nanos += each.result().durationNanos();
            if (each.result().ok()) {
                ok.or(each.items());
            } else {
                kind(kinds, each.result()).add(each);
            }
        }
        WorkerCommand.Part.Builder part = WorkerCommand.Part.newBuilder()
                .setJob(step.job())
                .setStep(step.step())
                .setOk(ItemBits.write(ok))
                .setOpened(opened)
                .setWorkMillis(Math.ceilDiv(nanos, NANOS_PER_MILLI));
        kinds.forEach(kind -> part.addFailed(kind.failed()));
        return part.build();
    }

    private static Kind kind(List<Kind> kinds, Result result) {
        Optional<Kind> same = kinds.stream()
                .filter(kind -> kind.sample.outcome() == result.outcome() && kind.sample.detail() == result.detail())
                .findFirst();
        if (same.isPresent()) {
            return same.get();
        }
        Kind kind = new Kind(result);
        kinds.add(kind);
        return kind;
    }

    /** Attempts that failed in the same way; what is said of them is said of the last item. */
    private static final class Kind {
        private final RoaringBitmap items = new RoaringBitmap();
        private Result sample;

        Kind(Result sample) {
            this.sample = sample;
        }

        void add(Finished each) {
            if (items.isEmpty() || items.last() < each.items().last()) {
                sample = each.result();
            }
            items.or(each.items());
        }

        WorkerCommand.Failed failed() {
            return WorkerCommand.Failed.newBuilder()
                    .setOutcome(sample.outcome())
                    .setDetail(sample.detail())
                    .setItems(ItemBits.write(items))
                    .setSample(sample.sample())
                    .build();
        }
    }
}
