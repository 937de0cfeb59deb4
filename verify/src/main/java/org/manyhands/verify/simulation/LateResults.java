package org.manyhands.verify.simulation;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.manyhands.core.state.State;
import org.manyhands.verify.simulation.SimulatedStore.Attempt;
import org.manyhands.wire.WorkerCommand;
import org.manyhands.worker.lease.ItemBits;
import org.roaringbitmap.RoaringBitmap;

/**
 * What a worker of an earlier version does with results whose session ended before they were committed: it puts them into a later
 * pack, beside what is held. They must not count, nor be read: by then others have them.
 */
final class LateResults {
    /** Of the first state: no session that is open now was opened before it. */
    static final long OPENED = 1;

    private final Map<ItemKey, Attempt> results = new HashMap<>();

    void dropped(Map<ItemKey, Attempt> records) {
        records.forEach((key, attempt) -> {
            if (attempt.ok()) {
                results.put(key, attempt);
            }
        });
    }

    /** Those that others have settled meanwhile, of steps that are in the commit anyway. */
    Map<ItemKey, Attempt> beside(Map<ItemKey, Attempt> records, State state) {
        Map<ItemKey, Attempt> beside = new HashMap<>();
        results.forEach((key, attempt) -> {
            boolean sameStep =
                    records.keySet().stream().anyMatch(other -> other.step().equals(key.step()));
            if (sameStep && !records.containsKey(key) && isOk(key, state)) {
                beside.put(key, attempt);
            }
        });
        results.keySet().removeAll(beside.keySet());
        return beside;
    }

    private static boolean isOk(ItemKey key, State state) {
        return state.jobs()
                .get(key.step().job())
                .map(job -> job.steps().get(key.step().step()).ok().contains(key.item()))
                .orElse(false);
    }

    /** A commit that names them too. */
    static WorkerCommand with(WorkerCommand command, Map<ItemKey, Attempt> late) {
        WorkerCommand.Builder more = command.toBuilder();
        late.keySet().stream()
                .sorted(Comparator.comparing(ItemKey::toString))
                .forEach(key -> more.getCommitBuilder()
                        .addParts(WorkerCommand.Part.newBuilder()
                                .setJob(key.step().job())
                                .setStep(key.step().step())
                                .setOk(ItemBits.write(RoaringBitmap.bitmapOf(key.item())))
                                .setOpened(OPENED)));
        return more.build();
    }
}
