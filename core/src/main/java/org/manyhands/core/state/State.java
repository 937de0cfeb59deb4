package org.manyhands.core.state;

import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
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
        PersistentMap<String, Schedule> schedules) {

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
                PersistentMap.empty());
    }

    public State withJob(Job job) {
        return withJobs(jobs.put(job.id(), job));
    }

    public State withJobs(PersistentMap<Long, Job> newJobs) {
        return new State(
                epoch,
                applied,
                nextId,
                ticks,
                wallMillis,
                newJobs,
                sessions,
                nodes,
                keys,
                tombstones,
                lastSeal,
                schedules);
    }

    /** The plan of a step; its job must be there. */
    public StepPlan plan(StepRef ref) {
        return jobs.at(ref.job()).plan().steps().get(ref.step());
    }

    public State withSession(Session session) {
        return withSessions(sessions.put(session.id(), session));
    }

    public State withSessions(PersistentMap<Long, Session> newSessions) {
        return new State(
                epoch,
                applied,
                nextId,
                ticks,
                wallMillis,
                jobs,
                newSessions,
                nodes,
                keys,
                tombstones,
                lastSeal,
                schedules);
    }

    public State withNode(Node node) {
        return new State(
                epoch,
                applied,
                nextId,
                ticks,
                wallMillis,
                jobs,
                sessions,
                nodes.put(node.name(), node),
                keys,
                tombstones,
                lastSeal,
                schedules);
    }

    public State withKeys(PersistentMap<Bytes, Long> newKeys, PersistentMap<Long, Tombstone> newTombstones) {
        return new State(
                epoch,
                applied,
                nextId,
                ticks,
                wallMillis,
                jobs,
                sessions,
                nodes,
                newKeys,
                newTombstones,
                lastSeal,
                schedules);
    }

    public State withNextId(long newNextId) {
        return new State(
                epoch,
                applied,
                newNextId,
                ticks,
                wallMillis,
                jobs,
                sessions,
                nodes,
                keys,
                tombstones,
                lastSeal,
                schedules);
    }

    public State withLastSeal(Seal newSeal) {
        return new State(
                epoch, applied, nextId, ticks, wallMillis, jobs, sessions, nodes, keys, tombstones, newSeal, schedules);
    }

    public State withSchedules(PersistentMap<String, Schedule> newSchedules) {
        return new State(
                epoch,
                applied,
                nextId,
                ticks,
                wallMillis,
                jobs,
                sessions,
                nodes,
                keys,
                tombstones,
                lastSeal,
                newSchedules);
    }

    /** The same things after another number of entries. */
    public State withApplied(long newApplied) {
        return new State(
                epoch,
                newApplied,
                nextId,
                ticks,
                wallMillis,
                jobs,
                sessions,
                nodes,
                keys,
                tombstones,
                lastSeal,
                schedules);
    }

    /** The state as the next entry finds it. */
    public State atEntry(long newTicks, long newWallMillis) {
        return new State(
                epoch,
                applied + 1,
                nextId,
                Math.max(ticks, newTicks),
                newWallMillis,
                jobs,
                sessions,
                nodes,
                keys,
                tombstones,
                lastSeal,
                schedules);
    }
}
