package org.manyhands.server.leader;

import java.util.ArrayList;
import java.util.List;
import org.manyhands.core.Bytes;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.state.CommitRef;
import org.manyhands.core.state.Step;

/** Which results of a step are gone, as no store has a pack any more. The state does not say what was in it. */
public final class LostResults {
    private LostResults() {}

    /**
     * What can still be read of a commit.
     *
     * @param here whether a store has what it names
     * @param items whose records can be read
     * @param gone of an index, those whose pack no store has
     */
    public record Read(CommitRef commit, boolean here, ItemSet items, ItemSet gone) {}

    /** What is gone that the commits themselves name. */
    public static List<Bytes> packs(List<Read> commits) {
        return commits.stream()
                .filter(each -> !each.here())
                .map(each -> each.commit().pack())
                .toList();
    }

    /**
     * The items that are ok and whose record is gone. Where it cannot be told which items a pack had, because an older record of some
     * of them is there, all are that it may have had: one result too many is made again, none is missing.
     *
     * @param oldestFirst all commits of the step
     */
    public static ItemSet items(Step step, List<Read> oldestFirst) {
        ItemSet certain = certain(step, oldestFirst);
        ItemSet lost = ItemSet.EMPTY;
        ItemSet newer = ItemSet.EMPTY;
        for (Read read : new ArrayList<>(oldestFirst).reversed()) {
            if (read.here()) {
                lost = lost.or(read.gone().andNot(newer));
                newer = newer.or(read.items()).or(read.gone());
            } else {
                lost = lost.or(range(read.commit()).andNot(newer).and(certain));
            }
        }
        return lost.and(step.ok());
    }

    /** All items, if the packs that are gone cannot be told apart; else those that no record is left of. */
    private static ItemSet certain(Step step, List<Read> commits) {
        ItemSet range = ItemSet.EMPTY;
        ItemSet known = ItemSet.EMPTY;
        long count = 0;
        for (Read read : commits) {
            known = known.or(read.items()).or(read.gone());
            if (!read.here()) {
                range = range.or(range(read.commit()));
                count += read.commit().count();
            }
        }
        ItemSet tried = step.ok().or(step.failed()).or(step.tries().greaterThan(0, range));
        ItemSet unknown = range.and(tried).andNot(known);
        return unknown.size() == count ? unknown : range;
    }

    private static ItemSet range(CommitRef commit) {
        return ItemSet.range(commit.first(), commit.last() + 1);
    }
}
