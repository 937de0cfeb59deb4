package org.manyhands.core.command;

import java.util.List;
import org.manyhands.core.StepRef;
import org.manyhands.core.items.ItemSet;

/**
 * The attempts of one step in a commit.
 *
 * @param workMillis the sum of their durations
 */
public record CommitPart(StepRef step, ItemSet ok, List<Failures> failed, long workMillis) {
    public CommitPart {
        failed = List.copyOf(failed);
    }

    /** All items that the part speaks of. */
    public ItemSet items() {
        ItemSet all = ok;
        for (Failures failures : failed) {
            all = all.or(failures.items());
        }
        return all;
    }
}
