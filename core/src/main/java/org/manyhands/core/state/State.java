package org.manyhands.core.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.plan.StepPlan;

/**
 * The root of the replicated state. A query or a snapshot is a reference to one.
 *
 * @param epoch random, drawn when the cluster was created, restored or forcibly recovered
 * @param applied how many entries made this state
 * @param nextId the next id of anything; ids are unique within an epoch and never used again
 * @param ticks the cluster's monotonic time of the last entry, in milliseconds
 * @param wallMillis the leader's wall clock at the last entry
 * @param nodes by name, the newest life of every node that ever opened a session
 * @param keys by submit key, the job that it made
 * @param tombstones by number in order of removal, the keys of removed jobs
 * @param lastSeal the newest segment of the journal that every replica has compared
 * @param schedules by name, what makes jobs at certain times
 * @param level which meaning commands have, raised once every member knows the next; what says none is at the first
 * @param archived by id, jobs that have ended and are kept as pages
 * @param members by name, the nodes of the cluster; none on a machine of its own, where whoever reaches the node is let in
 * @param tokens by id, what nodes may join with, or could until lately
 * @param resources what there is so much of in the whole cluster, whichever nodes use it, in thousandths
 */
public record State(
        long epoch,
        long applied,
        long nextId,
        long ticks,
        long wallMillis,
        PersistentMap<Long, Job> jobs,
        PersistentMap<Long, Session> sessions,
        PersistentMap<String, Node> nodes,
        PersistentMap<Bytes, Long> keys,
        PersistentMap<Long, Tombstone> tombstones,
        Seal lastSeal,
        PersistentMap<String, Schedule> schedules,
        int level,
        PersistentMap<Long, Archived> archived,
        PersistentMap<String, Member> members,
        PersistentMap<String, JoinToken> tokens,
        SortedMap<String, Long> resources) {
    /** More names than this a cluster does not have. */
    public static final int RESOURCES_MAX = 256;

    public State {
        resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
        level = Math.max(level, Command.LEVEL_FIRST);
    }

    public static State initial(long epoch) {
        return new State(
                epoch,
                0,
                1,
                0,
                0,
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                Seal.NONE,
                PersistentMap.empty(),
                Command.LEVEL_FIRST,
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                Collections.emptySortedMap());
    }

    private State with(Consumer<StateDraft> change) {
        StateDraft draft = new StateDraft(this);
        change.accept(draft);
        return draft.state();
    }

    public State withJob(Job job) {
        return withJobs(jobs.put(job.id(), job));
    }

    public State withJobs(PersistentMap<Long, Job> newJobs) {
        return with(draft -> draft.jobs = newJobs);
    }

    /** The plan of a step; its job must be there. */
    public StepPlan plan(StepRef ref) {
        return jobs.at(ref.job()).plan().steps().get(ref.step());
    }

    public State withSession(Session session) {
        return withSessions(sessions.put(session.id(), session));
    }

    public State withSessions(PersistentMap<Long, Session> newSessions) {
        return with(draft -> draft.sessions = newSessions);
    }

    public State withNode(Node node) {
        return withNodes(nodes.put(node.name(), node));
    }

    public State withNodes(PersistentMap<String, Node> newNodes) {
        return with(draft -> draft.nodes = newNodes);
    }

    public State withKeys(PersistentMap<Bytes, Long> newKeys, PersistentMap<Long, Tombstone> newTombstones) {
        return with(draft -> {
            draft.keys = newKeys;
            draft.tombstones = newTombstones;
        });
    }

    public State withEpoch(long newEpoch) {
        return with(draft -> draft.epoch = newEpoch);
    }

    public State withNextId(long newNextId) {
        return with(draft -> draft.nextId = newNextId);
    }

    public State withLastSeal(Seal newSeal) {
        return with(draft -> draft.lastSeal = newSeal);
    }

    public State withSchedules(PersistentMap<String, Schedule> newSchedules) {
        return with(draft -> draft.schedules = newSchedules);
    }

    public State withLevel(int newLevel) {
        return with(draft -> draft.level = newLevel);
    }

    /** A job becomes a page. */
    public State withArchived(Archived job) {
        return withJobs(jobs.remove(job.id())).withArchived(archived.put(job.id(), job));
    }

    public State withArchived(PersistentMap<Long, Archived> newArchived) {
        return with(draft -> draft.archived = newArchived);
    }

    public State withMembers(PersistentMap<String, Member> newMembers) {
        return with(draft -> draft.members = newMembers);
    }

    public State withTokens(PersistentMap<String, JoinToken> newTokens) {
        return with(draft -> draft.tokens = newTokens);
    }

    public State withResources(SortedMap<String, Long> newResources) {
        return with(draft -> draft.resources = newResources);
    }

    /** That somebody asked for, of the node of this session. */
    public Optional<Drain> drain(Session session) {
        return nodes.get(session.node()).flatMap(Node::drain);
    }

    /** Why a session gets nothing new, if that is so. */
    public Optional<String> takesNothing(Session session) {
        if (session.silent()) {
            return Optional.of("node " + session.node() + " is silent");
        }
        if (session.leaving()) {
            return Optional.of("node " + session.node() + " is about to end");
        }
        if (drain(session).isPresent()) {
            return Optional.of("node " + session.node() + " is drained");
        }
        return setAside(session)
                ? Optional.of("node " + session.node() + " is set aside: "
                        + session.health().sentence())
                : Optional.empty();
    }

    /**
     * Whether a session gets nothing because tasks fail there. What is set aside is better than nothing: when all others are
     * away, drained or set aside as well, it counts as if its time were over.
     */
    public boolean setAside(Session session) {
        return session.health().aside(ticks)
                && sessions.values().stream()
                        .anyMatch(other -> stays(other) && !other.health().aside(ticks));
    }

    /** Whether a session is there, and neither about to end nor drained. */
    public boolean stays(Session session) {
        return !session.silent() && !session.leaving() && drain(session).isEmpty();
    }

    /** Whether there is such a job, also if it is archived. */
    public boolean knows(long job) {
        return jobs.containsKey(job) || archived.containsKey(job);
    }

    /** Whether a node of this name and key is let in: any while there are no members, then only these. */
    public boolean admits(String node, Bytes key) {
        return members.isEmpty() || members.get(node).map(Member::key).equals(Optional.of(key));
    }

    /**
     * Where control nodes listen, each address once.
     *
     * @param first what comes before those that are known here
     */
    public List<String> addresses(List<String> first) {
        List<String> all = new ArrayList<>(first);
        members.values().forEach(member -> all.addAll(member.addresses()));
        return all.stream().distinct().toList();
    }

    /** The same things after another number of entries. */
    public State withApplied(long newApplied) {
        return with(draft -> draft.applied = newApplied);
    }

    /** The state as the next entry finds it. */
    public State atEntry(long newTicks, long newWallMillis) {
        return with(draft -> {
            draft.applied = applied + 1;
            draft.ticks = Math.max(ticks, newTicks);
            draft.wallMillis = newWallMillis;
        });
    }
}
