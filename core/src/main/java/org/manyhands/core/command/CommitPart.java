package org.manyhands.core.command;

import java.util.List;
import org.manyhands.core.StepRef;
import org.manyhands.core.items.ItemSet;

/**
 * The attempts of one step in a commit.
 *
 * @param workMillis the sum of their durations
 * @param opened the state of which the node knew when it had last opened its session, before the attempts began; 0 in logs
 *     of programs that did not tell
 */
public record CommitPart(StepRef step, ItemSet ok, List<Failures> failed, long workMillis, long opened) {
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
