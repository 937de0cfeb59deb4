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
     * @param ok items whose records can be read and say that they are ok; at least those that may be in what is gone
     * @param gone of an index, those whose pack no store has
     */
    public record Read(CommitRef commit, boolean here, ItemSet ok, ItemSet gone) {}

    /** What is gone that the commits themselves name. */
    public static List<Bytes> packs(List<Read> commits) {
        return commits.stream()
                .filter(each -> !each.here())
                .map(each -> each.commit().pack())
                .toList();
    }

    /** The items that may be in a commit. */
    static ItemSet range(CommitRef commit) {
        return ItemSet.range(commit.first(), commit.last() + 1);
    }

    /**
     * The items that are ok and whose record is gone: those of which no record that says so is left. If that are fewer than the packs
     * had, one of them may also have had the second result of an item that was retried though it was ok; then all are lost whose
     * only ok record is older than such a pack: one result too many is made again, none is missing.
     *
     * @param oldestFirst all commits of the step
     */
    public static ItemSet items(Step step, List<Read> oldestFirst) {
        ItemSet ofIndexes = ItemSet.EMPTY;
        ItemSet mayBe = ItemSet.EMPTY;
        ItemSet newer = ItemSet.EMPTY;
        ItemSet readable = ItemSet.EMPTY;
        long count = 0;
        for (Read read : new ArrayList<>(oldestFirst).reversed()) {
            if (read.here()) {
                ofIndexes = ofIndexes.or(read.gone().andNot(newer));
                newer = newer.or(read.ok()).or(read.gone());
                readable = readable.or(read.ok());
            } else {
                mayBe = mayBe.or(range(read.commit()).and(step.ok()).andNot(newer));
                count += read.commit().count();
            }
        }
        ItemSet certain = mayBe.andNot(readable).andNot(ofIndexes);
        return ofIndexes.and(step.ok()).or(certain.size() == count ? certain : mayBe);
    }
}
