package org.manyhands.worker.lease;

import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.wire.WorkerCommand;
import org.roaringbitmap.RoaringBitmap;

/** Items by step. */
final class Book {
    private final SortedMap<StepKey, RoaringBitmap> items = new TreeMap<>();

    void add(StepKey step, int item) {
        items.computeIfAbsent(step, _ -> new RoaringBitmap()).add(item);
    }

    void addAll(StepKey step, RoaringBitmap more) {
        if (!more.isEmpty()) {
            items.computeIfAbsent(step, _ -> new RoaringBitmap()).or(more);
        }
    }

    void remove(StepKey step, int item) {
        RoaringBitmap set = of(step);
        set.remove(item);
        if (set.isEmpty()) {
            items.remove(step);
        }
    }

    void removeAll(StepKey step, RoaringBitmap gone) {
        RoaringBitmap set = of(step);
        set.andNot(gone);
        if (set.isEmpty()) {
            items.remove(step);
        }
    }

    RoaringBitmap of(StepKey step) {
        RoaringBitmap set = items.get(step);
        return set == null ? new RoaringBitmap() : set;
    }

    boolean contains(StepKey step, int item) {
        return of(step).contains(item);
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    void clear() {
        items.clear();
    }

    SortedMap<StepKey, RoaringBitmap> steps() {
        return items;
    }

    Iterable<WorkerCommand.Given> given() {
        return items.entrySet().stream()
                .map(entry -> given(entry.getKey(), entry.getValue()))
                .toList();
    }

    static WorkerCommand.Given given(StepKey step, RoaringBitmap set) {
        return WorkerCommand.Given.newBuilder()
                .setJob(step.job())
                .setStep(step.step())
                .setItems(ItemBits.write(set))
                .build();
    }
}
