package org.manyhands.core.command;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.plan.Plan;

/** Everything that can be asked of the replicated state. New commands go to the end: the position is the encoding. */
public sealed interface Command {

    /** The level at which every state begins. */
    int LEVEL_FIRST = 1;

    /** The level from which on a cluster has members. */
    int LEVEL_MEMBERS = 3;

    /** The level of the state from which on it can be asked: members that do not know that level cannot even read it. */
    default int level() {
        return LEVEL_FIRST;
    }

    /**
     * A node process begins its life, or finds itself again after a cut.
     *
     * @param boot a counter in the node's data directory
     * @param tag random, beside the counter; tells a copied directory from the original
     * @param inventory resource to amount, in bytes or thousandths, see {@link org.manyhands.core.plan.ResourceNames}
     * @param key SHA-256 of the public key that the node proved to have; empty where it proved none
     * @param ran what the life before this one was running when the leader heard of it last; the leader fills it in
     * @param ranIn the session of which it heard that; if another one has begun since, that was running something else
     */
    record OpenSession(
            String node,
            long boot,
            long tag,
            SortedMap<String, Long> inventory,
            SortedMap<String, String> labels,
            Bytes key,
            SortedMap<StepRef, ItemSet> ran,
            long ranIn)
            implements Command {
        public OpenSession(
                String node,
                long boot,
                long tag,
                SortedMap<String, Long> inventory,
                SortedMap<String, String> labels,
                Bytes key) {
            this(node, boot, tag, inventory, labels, key, Collections.emptySortedMap(), 0);
        }

        /** The same, after a session that was running this. */
        public OpenSession after(long session, SortedMap<StepRef, ItemSet> newRan) {
            return new OpenSession(node, boot, tag, inventory, labels, key, newRan, newRan.isEmpty() ? 0 : session);
        }

        @Override
        public int level() {
            return key.isEmpty() && ran.isEmpty() ? LEVEL_FIRST : LEVEL_MEMBERS;
        }
    }

    /**
     * The leader heard nothing of a session for too long.
     *
     * @param lost also {@code lost_after} of the steps it holds is over
     * @param opened the entry that opened the session as the leader knew it; if it was opened again since, it stays
     * @param ran what it was running when the leader heard of it last; empty if it left in order
     */
    record EndSession(long session, boolean lost, String reason, long opened, SortedMap<StepRef, ItemSet> ran)
            implements Command {
        public EndSession(long session, boolean lost, String reason, long opened) {
            this(session, lost, reason, opened, Collections.emptySortedMap());
        }

        @Override
        public int level() {
            return ran.isEmpty() ? LEVEL_FIRST : LEVEL_MEMBERS;
        }
    }

    /**
     * A job begins.
     *
     * @param key made by the client, so that a repeated submit is the same job
     * @param seen the number of the last entry that the client had seen when it made the key
     */
    record SubmitJob(Bytes key, long seen, Plan plan) implements Command {}

    /** A person ends a job early. */
    record CancelJob(long job, String reason) implements Command {}

    /** A decided job is forgotten; its key is remembered for a while. */
    record RemoveJob(long job) implements Command {}

    /** Settled items become unsettled again, with no tries counted. */
    record RetryItems(long job, Where where) implements Command {}

    /**
     * The session may run these items too, {@code width} of the step at once; no items: only the width changes. Whether the
     * node meets {@code where} of the step is not checked: the core cannot say, and who proposes this has looked.
     */
    record Grant(long session, StepRef step, ItemSet items, int width) implements Command {}

    /** Marks items that the session should give back; they leave the lease when it answers or ends. */
    record Revoke(long session, StepRef step, ItemSet items, Mark mark) implements Command {}

    /** The session reports attempts: what it still holds of them counts, and their results are in the pack. */
    record Commit(long session, long seq, List<CommitPart> parts, Bytes pack, List<Receipt> receipts)
            implements Command {
        public Commit {
            parts = List.copyOf(parts);
            receipts = List.copyOf(receipts);
        }
    }

    /**
     * The session gives items back without an attempt that counts.
     *
     * @param leaving its node is about to end: it gets nothing new from here on
     */
    record Release(long session, long seq, List<ReleasePart> parts, boolean leaving) implements Command {
        public Release {
            parts = List.copyOf(parts);
        }

        @Override
        public int level() {
            return leaving ? LEVEL_MEMBERS : LEVEL_FIRST;
        }
    }

    /** The commits of a step up to number {@code through} are now found by one index blob. */
    record IndexCommits(StepRef step, long through, Bytes index, List<Receipt> receipts) implements Command {
        public IndexCommits {
            receipts = List.copyOf(receipts);
        }
    }

    /** Nothing more of the job is granted until it is resumed; what has started goes on. */
    record PauseJob(long job) implements Command {}

    /** A paused job goes on. */
    record ResumeJob(long job) implements Command {}

    /**
     * Changes what a job that has not ended asks for; what is empty stays.
     *
     * @param priority -1000 to 1000
     * @param limits steps by number, and how many of their tasks may run at once; 0 is no limit
     */
    record SetJob(long job, Optional<Integer> priority, SortedMap<Integer, Integer> limits) implements Command {}

    /**
     * Items come to an open step. A repeat changes nothing: what says where it belongs is the position.
     *
     * @param first the number of its first item: how many there were before, or where an earlier list begins, and then this
     *     one takes the place of that and of all after it
     * @param count how many
     * @param list the blob that has their values
     */
    record AddItems(StepRef step, long first, long count, Bytes list) implements Command {}

    /** No more items come to an open step, which has this many; -1 is as many as have come. */
    record CloseItems(StepRef step, long items) implements Command {}

    /** What the leader wrote as a segment of the journal; a replica that wrote something else must not go on. */
    record SealJournal(long segment, int format, Bytes digest) implements Command {}

    /**
     * Somebody wants jobs at certain times. When these are is computed by who fires; the machine only keeps the next one.
     *
     * @param name what people call it; no other has it
     * @param definition what the jobs are made of and when; says who made it up, so that no two are equal by chance, and a
     *     repeat of this command changes nothing
     * @param nextWallMillis when it is due first, in milliseconds since 1970; above 0
     */
    record AddSchedule(String name, Bytes definition, long nextWallMillis) implements Command {}

    /** No more jobs of it; those that it made are left alone. */
    record RemoveSchedule(String name) implements Command {}

    /**
     * A schedule is due. It applies only while it is the next time of the schedule, so that this comes once.
     *
     * @param schedule the id, which tells it from another that had its name before
     * @param dueWallMillis the time that has come, in milliseconds since 1970
     * @param nextWallMillis when it is due next; later than that
     * @param plan the job; without one the time is skipped
     * @param note why it is skipped, for people; at most {@value #NOTE_MAX} characters
     */
    record FireSchedule(
            String name, long schedule, long dueWallMillis, long nextWallMillis, Optional<Plan> plan, String note)
            implements Command {
        public static final int NOTE_MAX = 512;
    }

    /** Somebody wants the job of a schedule now; what it is due for stays. */
    record RunSchedule(String name, SubmitJob submit) implements Command {}

    /**
     * Somebody was told of the end of a job, or could not be. It applies only while that is owed, so that this is kept once.
     *
     * @param run of the job that ended
     * @param number of the notification in the plan
     * @param ok whether it was taken
     * @param outcome a sentence, for people; at most {@value #OUTCOME_MAX} characters
     */
    record RecordNotice(long job, int run, int number, boolean ok, String outcome) implements Command {
        public static final int OUTCOME_MAX = 512;
    }

    /**
     * Every member knows this level, and so the state is at it from here on. If it is there already, or above, nothing changes.
     *
     * @param to the new level
     */
    record RaiseLevel(int to) implements Command {}

    /**
     * A job that has ended is kept as a page. It applies only to the run that was read, as the page has nothing of a later one.
     *
     * @param run of which the page is; nobody was to be told of its end any more when it was read
     * @param page the blob that has the job
     * @param receipts where it was put
     */
    record ArchiveJob(long job, int run, Bytes page, List<Receipt> receipts) implements Command {
        public static final int LEVEL = 2;

        public ArchiveJob {
            receipts = List.copyOf(receipts);
        }

        @Override
        public int level() {
            return LEVEL;
        }
    }

    /**
     * Nodes may join who say a secret. The secret itself is never here.
     *
     * @param id what people call the token; 1 to {@value #ID_MAX} letters, digits, '-' and '_'
     * @param digest SHA-256 of the secret, which is drawn for this token only, so that a repeat of this changes nothing
     * @param uses how many nodes may join with it; 1 to {@value #USES_MAX}
     * @param ttlMillis how long it is good; {@value #TTL_MILLIS_MIN} to {@value #TTL_MILLIS_MAX}
     */
    record CreateToken(String id, Bytes digest, Role role, int uses, long ttlMillis) implements Command {
        public static final int ID_MAX = 64;
        public static final int USES_MAX = 1_000;
        public static final long TTL_MILLIS_MIN = 1_000;
        public static final long TTL_MILLIS_MAX = 30L * 24 * 60 * 60 * 1_000;

        @Override
        public int level() {
            return LEVEL_MEMBERS;
        }
    }

    /** Nobody joins with the token any more; who has joined stays. */
    record RevokeToken(String id) implements Command {
        @Override
        public int level() {
            return LEVEL_MEMBERS;
        }
    }

    /**
     * A node becomes a member. A repeat changes nothing, whatever became of the token since.
     *
     * @param name 1 to {@value #NAME_MAX} letters, digits, '-', '_' and '.'
     * @param key SHA-256 of its public key
     * @param token with which it joins; empty for the first member, which needs none
     * @param digest SHA-256 of the secret that it said; empty for the first member
     */
    record AdmitNode(String name, Bytes key, Role role, String token, Bytes digest) implements Command {
        public static final int NAME_MAX = 64;

        @Override
        public int level() {
            return LEVEL_MEMBERS;
        }
    }

    /**
     * The node is a member no more: what it runs is lost, nobody joins any more with the token that it knows, and another node
     * may take its name.
     */
    record RemoveNode(String name) implements Command {
        @Override
        public int level() {
            return LEVEL_MEMBERS;
        }
    }

    /**
     * Where a control node listens for others from now on.
     *
     * @param addresses {@code HOST:PORT} each; 1 to {@value #ADDRESSES_MAX}, the best first
     */
    record LocateNode(String name, List<String> addresses) implements Command {
        public static final int ADDRESSES_MAX = 16;
        public static final int ADDRESS_MAX = 300;

        public LocateNode {
            addresses = List.copyOf(addresses);
        }

        @Override
        public int level() {
            return LEVEL_MEMBERS;
        }
    }

    /**
     * All copies of packs of a step are gone, and with them these results of it.
     *
     * @param through the number of the newest commit that was known when this was found; what came later is not lost
     * @param packs the packs, or indexes of packs, that are gone
     * @param items whose result is nowhere else
     */
    record Invalidate(StepRef step, long through, List<Bytes> packs, ItemSet items) implements Command {
        public Invalidate {
            packs = List.copyOf(packs);
        }

        @Override
        public int level() {
            return LEVEL_MEMBERS;
        }
    }

    /**
     * A node is to be empty, for as long as it is: it gets nothing new, also in its next lives, and what has not started there comes back.
     *
     * @param reason for people; at most {@value #REASON_MAX} characters
     * @param limitMillis after so long what still runs is ended, to run elsewhere; 0 is never
     */
    record DrainNode(String name, String reason, long limitMillis) implements Command {
        public static final int REASON_MAX = 512;
        public static final long LIMIT_MILLIS_MAX = 30L * 24 * 60 * 60 * 1_000;

        @Override
        public int level() {
            return LEVEL_MEMBERS;
        }
    }

    /** A node that was drained gets work again. */
    record ResumeNode(String name) implements Command {
        @Override
        public int level() {
            return LEVEL_MEMBERS;
        }
    }

    /**
     * There is so much of something in the whole cluster, whichever nodes use it: a licence, say.
     *
     * @param amount in thousandths; at least 0
     */
    record SetResource(String name, long amount) implements Command {
        @Override
        public int level() {
            return LEVEL_MEMBERS;
        }
    }

    /** The cluster as a whole has no such thing any more; what nodes say they have counts again. */
    record RemoveResource(String name) implements Command {
        @Override
        public int level() {
            return LEVEL_MEMBERS;
        }
    }

    /**
     * People say what a node is like, for {@code where:} of steps. They say it of all its lives, until it is removed.
     *
     * @param set names and values, as {@link org.manyhands.core.state.Labels} allows them; no name of a fact
     * @param removed names that people give it no longer; one that they did not give changes nothing
     */
    record LabelNode(String name, SortedMap<String, String> set, List<String> removed) implements Command {
        public LabelNode {
            set = Collections.unmodifiableSortedMap(new TreeMap<>(set));
            removed = List.copyOf(removed);
        }

        @Override
        public int level() {
            return LEVEL_MEMBERS;
        }
    }

    /**
     * Most of those who kept the log are gone for good, and this control node goes on alone from what it has: in another epoch, as the
     * others may have gone further than it knows. No control node but this one is a member any more, and no session is open. Nobody
     * proposes it: it is put at the end of the log of a node that does not run.
     *
     * @param node the control node that is left
     * @param epoch random
     */
    record RecoverCluster(String node, long epoch) implements Command {
        @Override
        public int level() {
            return LEVEL_MEMBERS;
        }
    }
}
