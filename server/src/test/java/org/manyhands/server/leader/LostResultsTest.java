package org.manyhands.server.leader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.manyhands.core.Bytes;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.items.Planes;
import org.manyhands.core.state.CommitRef;
import org.manyhands.core.state.Step;
import org.manyhands.server.leader.LostResults.Read;

class LostResultsTest {
    private static Read here(int... items) {
        ItemSet all = ItemSet.of(items);
        return new Read(commit(all, "aa", false), true, all, ItemSet.EMPTY);
    }

    private static Read lost(int... items) {
        return new Read(commit(ItemSet.of(items), "ff", false), false, ItemSet.EMPTY, ItemSet.EMPTY);
    }

    private static Read index(ItemSet there, ItemSet gone) {
        return new Read(commit(there.or(gone), "bb", true), true, there, gone);
    }

    private static CommitRef commit(ItemSet items, String pack, boolean index) {
        return new CommitRef(
                Bytes.ofHex(pack), index, List.of(), items.first(), items.last(), items.size(), ItemSet.EMPTY);
    }

    private static ItemSet items(Step step, Read... oldestFirst) {
        return LostResults.items(step, List.of(oldestFirst));
    }

    private static Step ok(int end) {
        return Step.NEW.withOk(ItemSet.range(0, end));
    }

    @Test
    void shouldFindNothingWhereAllIsThere() {
        assertThat(items(ok(4), here(0, 1), here(2, 3))).isEqualTo(ItemSet.EMPTY);
    }

    @Test
    void shouldFindExactlyWhatNoRecordIsLeftOf() {
        assertThat(items(ok(6), here(0, 2, 4), lost(1, 5), here(3))).isEqualTo(ItemSet.of(1, 5));
    }

    @Test
    void shouldNotTakeANewerResultForLost() {
        assertThat(items(ok(3), lost(0, 1, 2), here(1))).isEqualTo(ItemSet.of(0, 2));
    }

    @Test
    void shouldTakeForLostWhatAnOlderRecordMayHide() {
        // Item 1 was retried though it was ok, and the pack of its second result is gone: the first must not be taken
        // for it.
        assertThat(items(ok(3), here(0, 1, 2), lost(1))).isEqualTo(ItemSet.of(1));
    }

    /** Seed 1971 of the simulation: the older, failed record of item 1 can be read, and item 3 lost its result earlier. */
    @Test
    void shouldTakeForLostWhatOnlyAFailedRecordIsLeftOf() {
        Step step = ok(3).withTries(Planes.ZERO.increment(ItemSet.of(3)));
        Read failed = new Read(commit(ItemSet.of(1), "aa", false), true, ItemSet.EMPTY, ItemSet.EMPTY);
        assertThat(items(step, failed, here(0, 2), lost(1, 3))).isEqualTo(ItemSet.of(1, 2));
        assertThat(items(ok(3), failed, here(0, 2), lost(1))).isEqualTo(ItemSet.of(1));
    }

    @Test
    void shouldNotMakeAgainWhatIsLeftWhereItIsCertainWhatWasLost() {
        assertThat(items(ok(6), here(1, 3, 5), lost(0, 2, 4))).isEqualTo(ItemSet.of(0, 2, 4));
    }

    @Test
    void shouldTakeAllThatMayHaveBeenInItWhereThatCannotBeTold() {
        assertThat(items(ok(4), here(0, 1, 2, 3), lost(0, 3))).isEqualTo(ItemSet.of(0, 1, 2, 3));
    }

    @Test
    void shouldLeaveFailedItemsAsTheyAre() {
        Step step = Step.NEW.withOk(ItemSet.of(0)).withFailed(ItemSet.of(1));
        assertThat(items(step, lost(0, 1))).isEqualTo(ItemSet.of(0));
    }

    @Test
    void shouldBelieveAnIndex() {
        assertThat(items(ok(6), index(ItemSet.of(0, 1), ItemSet.of(2, 3)), here(3, 4, 5)))
                .isEqualTo(ItemSet.of(2));
    }

    @Test
    void shouldNameWhatTheCommitsName() {
        assertThat(LostResults.packs(List.of(here(0), lost(1), index(ItemSet.of(2), ItemSet.of(3)))))
                .containsExactly(Bytes.ofHex("ff"));
    }
}
