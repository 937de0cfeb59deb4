package org.manyhands.core.state;

import java.util.List;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.items.Planes;
import org.manyhands.core.maps.PersistentMap;

/**
 * What became of the items of a step. What is pending, blocked, ready or waiting is computed.
 *
 * @param held leased to some session
 * @param tries failures charged to the retry budget; a lost or released attempt charges nothing
 * @param waves items that wait for their back-off, by the time at which they are due
 * @param avoid by name of a node, items that failed there and are better tried elsewhere
 * @param reasons why attempts failed, by {@link Step#reasonKey}
 * @param commits where the results are, by number in order
 * @param work what attempts took, for the size of grants
 * @param lists where the items are that came while the job ran, by the first of each list; without a gap from 0
 * @param strikes of items that were running when nodes died, and that have not been ok since
 */
public record Step(
        ItemSet ok,
        ItemSet failed,
        ItemSet cancelled,
        ItemSet held,
        Planes tries,
        List<Wave> waves,
        PersistentMap<String, ItemSet> avoid,
        PersistentMap<String, ReasonCount> reasons,
        PersistentMap<Long, CommitRef> commits,
        Work work,
        PersistentMap<Long, ItemList> lists,
        Strikes strikes) {
    public static final Step NEW = new Step(
            ItemSet.EMPTY,
            ItemSet.EMPTY,
            ItemSet.EMPTY,
            ItemSet.EMPTY,
            Planes.ZERO,
            List.of(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            Work.NONE,
            PersistentMap.empty(),
            Strikes.NONE);

    /** More than this many commits need an index before another is taken. */
    public static final int COMMITS_MAX = 1_024;

    /** More nodes than this are not remembered as places to avoid. */
    public static final int AVOIDED_NODES_MAX = 64;

    /** When so many reasons are counted, new ones are counted without their exit code or signal. */
    public static final int REASONS_MAX = 64;

    /** More lists than this need to be joined by whoever gives the items. */
    public static final int LISTS_MAX = 1_024;

    public Step {
        waves = List.copyOf(waves);
    }

    public ItemSet settled() {
        return ok.or(failed).or(cancelled);
    }

    /** The items that wait for a back-off that is not over at {@code ticks}. */
    public ItemSet waiting(long ticks) {
        ItemSet waiting = ItemSet.EMPTY;
        for (Wave wave : waves) {
            waiting = wave.dueTicks() > ticks ? waiting.or(wave.items()) : waiting;
        }
        return waiting;
    }

    /** The items of all waves, due or not. */
    public ItemSet inWaves() {
        return waiting(Long.MIN_VALUE);
    }

    public static String reasonKey(String reason, int detail) {
        return detail == 0 ? reason : reason + " " + detail;
    }

    public Step withHeld(ItemSet newHeld) {
        return new Step(ok, failed, cancelled, newHeld, tries, waves, avoid, reasons, commits, work, lists, strikes);
    }

    public Step withOk(ItemSet newOk) {
        return new Step(newOk, failed, cancelled, held, tries, waves, avoid, reasons, commits, work, lists, strikes);
    }

    public Step withFailed(ItemSet newFailed) {
        return new Step(ok, newFailed, cancelled, held, tries, waves, avoid, reasons, commits, work, lists, strikes);
    }

    public Step withCancelled(ItemSet newCancelled) {
        return new Step(ok, failed, newCancelled, held, tries, waves, avoid, reasons, commits, work, lists, strikes);
    }

    public Step withTries(Planes newTries) {
        return new Step(ok, failed, cancelled, held, newTries, waves, avoid, reasons, commits, work, lists, strikes);
    }

    public Step withWaves(List<Wave> newWaves) {
        return new Step(ok, failed, cancelled, held, tries, newWaves, avoid, reasons, commits, work, lists, strikes);
    }

    public Step withAvoid(PersistentMap<String, ItemSet> newAvoid) {
        return new Step(ok, failed, cancelled, held, tries, waves, newAvoid, reasons, commits, work, lists, strikes);
    }

    public Step withReasons(PersistentMap<String, ReasonCount> newReasons) {
        return new Step(ok, failed, cancelled, held, tries, waves, avoid, newReasons, commits, work, lists, strikes);
    }

    public Step withCommits(PersistentMap<Long, CommitRef> newCommits) {
        return new Step(ok, failed, cancelled, held, tries, waves, avoid, reasons, newCommits, work, lists, strikes);
    }

    public Step withWork(Work newWork) {
        return new Step(ok, failed, cancelled, held, tries, waves, avoid, reasons, commits, newWork, lists, strikes);
    }

    public Step withLists(PersistentMap<Long, ItemList> newLists) {
        return new Step(ok, failed, cancelled, held, tries, waves, avoid, reasons, commits, work, newLists, strikes);
    }

    public Step withStrikes(Strikes newStrikes) {
        return new Step(ok, failed, cancelled, held, tries, waves, avoid, reasons, commits, work, lists, newStrikes);
    }
}
