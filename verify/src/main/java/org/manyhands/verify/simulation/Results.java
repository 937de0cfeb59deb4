package org.manyhands.verify.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.manyhands.core.StepRef;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.state.CommitRef;
import org.manyhands.core.state.Step;
import org.manyhands.verify.simulation.SimulatedStore.Attempt;

/** The read rule: the newest commit that has an item and does not refuse it has the item's record. */
final class Results {
    private final SimulatedStore store;

    Results(SimulatedStore store) {
        this.store = store;
    }

    Optional<Attempt> of(StepRef ref, Step step, int item) {
        return Optional.ofNullable(all(ref, step, Long.MAX_VALUE).get(new ItemKey(ref, item)));
    }

    /** The records of all items of a step as its commits up to a number tell them. */
    Map<ItemKey, Attempt> all(StepRef ref, Step step, long through) {
        Map<ItemKey, Attempt> found = new HashMap<>();
        for (PersistentMap.Entry<Long, CommitRef> commit : step.commits()) {
            if (commit.key() <= through) {
                readable(ref, commit.value()).forEach(found::put);
            }
        }
        return found;
    }

    /** What is read of a commit; nothing of one whose pack is gone. */
    Map<ItemKey, Attempt> readable(StepRef ref, CommitRef commit) {
        Map<ItemKey, Attempt> written = store.written(commit.pack()).orElseThrow(() -> lost(ref));
        Map<ItemKey, Attempt> found = new HashMap<>();
        if (!store.lost(commit.pack())) {
            written.forEach((key, attempt) -> {
                if (key.step().equals(ref) && !commit.refused().contains(key.item())) {
                    found.put(key, attempt);
                }
            });
        }
        return found;
    }

    private static Violation lost(StepRef ref) {
        return new Violation("a pack of step " + ref + " is committed, and the store does not have it");
    }
}
