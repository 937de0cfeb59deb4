package org.manyhands.core.command;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.items.ItemSet;

/** What happened, as data for whoever watches. New events go to the end. */
public sealed interface Event {

    record SessionOpened(long session, String node, long boot) implements Event {}

    record SessionSilent(long session, String node, String reason) implements Event {}

    record SessionEnded(long session, String node, String reason) implements Event {}

    record JobSubmitted(long job, String name, String owner) implements Event {}

    record JobCancelling(long job, boolean byRule, String reason, String actor) implements Event {}

    record JobDecided(long job, int run, Verdict verdict) implements Event {}

    record JobRemoved(long job, String actor) implements Event {}

    record ItemsGranted(StepRef step, long session, ItemSet items, String node, long boot) implements Event {}

    record ItemsOk(StepRef step, ItemSet items) implements Event {}

    /** Failed for good, in one way: the retry budget is used up. */
    record ItemsFailed(StepRef step, ItemSet items, String reason) implements Event {}

    /** Failed in one way, and will be tried again at {@code dueTicks} or later. */
    record ItemsWaiting(StepRef step, ItemSet items, long dueTicks, String reason) implements Event {}

    /** Taken from a session without a result: given back, or lost with the session. */
    record ItemsFreed(StepRef step, long session, ItemSet items, String reason, String node, long boot)
            implements Event {}

    /** Settled items are to be done again. */
    record ItemsReset(StepRef step, ItemSet items) implements Event {}

    record JobPaused(long job, String actor) implements Event {}

    record JobResumed(long job, String actor) implements Event {}

    /** Its priority or the limits of its steps were changed; {@code what} says to what. */
    record JobChanged(long job, String actor, String what) implements Event {}

    /** An open step now has so many items. */
    record ItemsAdded(StepRef step, long items) implements Event {}

    /** No more items come to the step. */
    record ItemsClosed(StepRef step, long items) implements Event {}

    /** Somebody asked for items to be done again; if the job had ended, this is its next run. */
    record JobRetried(long job, int run, String actor) implements Event {}

    /** Every replica has written the same segment of the journal, or halts here. */
    record JournalSealed(long segment, int format, Bytes digest) implements Event {}

    record ScheduleAdded(String schedule, String actor, long nextWallMillis) implements Event {}

    record ScheduleRemoved(String schedule, String actor) implements Event {}

    /** It made a job; {@code dueWallMillis} is 0 if that was not because of the time but because {@code actor} said so. */
    record ScheduleFired(String schedule, long job, long dueWallMillis, long nextWallMillis, String actor)
            implements Event {}

    /** Its time came, and no job was made. */
    record ScheduleSkipped(String schedule, long dueWallMillis, long nextWallMillis, String note) implements Event {}

    /** Somebody, whom people call {@code what}, was told of the end of a run, or could not be. */
    record NoticeTold(long job, int run, int number, String what, boolean ok, String outcome) implements Event {}

    /** Every member knows this level, and the state is at it. */
    record LevelRaised(int level) implements Event {}

    /** The job is kept as a page from here on. */
    record JobArchived(long job, int run) implements Event {}

    record TokenCreated(String id, Role role, int uses, String actor) implements Event {}

    record TokenRevoked(String id, String actor) implements Event {}

    /** The node is a member from here on; {@code token} is empty for the first one. */
    record NodeAdmitted(String name, Role role, String token, String actor) implements Event {}

    /** It is none any more. */
    record NodeRemoved(String name, String actor) implements Event {}

    /** It listens there from here on. */
    record NodeLocated(String name, List<String> addresses) implements Event {
        public NodeLocated {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * All copies of these results are gone.
     *
     * @param again whether the items are to be done again; else they have failed
     */
    record ResultsLost(StepRef step, ItemSet items, boolean again) implements Event {}

    /**
     * The node gets nothing new.
     *
     * @param limitMillis after so long what still runs there is ended; 0 is never
     */
    record NodeDrained(String name, String reason, long limitMillis, String actor) implements Event {}

    /** It gets work again. */
    record NodeResumed(String name, String actor) implements Event {}

    /** Its process said that it is about to end. */
    record SessionLeft(long session, String node) implements Event {}

    /** There is so much of it in the whole cluster, in thousandths. */
    record ResourceSet(String name, long amount, String actor) implements Event {}

    record ResourceRemoved(String name, String actor) implements Event {}

    /** People give it these labels from here on, and no others. */
    record NodeLabelled(String name, SortedMap<String, String> labels, String actor) implements Event {
        public NodeLabelled {
            labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        }
    }

    /** The node died while it was running these items, or seems to have. */
    record ItemsStruck(StepRef step, long session, ItemSet items, String node, long boot) implements Event {}

    /** That life of the node goes on: it was cut off, and nothing of it counts against what it was running. */
    record NodeSurvived(String node, long boot) implements Event {}

    /** Tasks fail there that succeed elsewhere: it gets nothing until then. */
    record NodeSetAside(String node, long boot, String reason, long untilTicks) implements Event {}

    /** A task succeeded there, so it gets work as before. */
    record NodeTakenBack(String node, long boot) implements Event {}

    /**
     * The cluster goes on from what this control node had.
     *
     * @param through the number of the last entry that it had
     * @param removed the other control nodes
     */
    record ClusterRecovered(String node, long through, List<String> removed, String actor) implements Event {
        public ClusterRecovered {
            removed = List.copyOf(removed);
        }
    }
}
