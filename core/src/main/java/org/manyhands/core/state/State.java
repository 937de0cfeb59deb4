package org.manyhands.core.state;

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
        PersistentMap<Long, Archived> archived) {
    public State {
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
                schedules,
                level,
                archived);
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
                schedules,
                level,
                archived);
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
                schedules,
                level,
                archived);
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
                schedules,
                level,
                archived);
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
                schedules,
                level,
                archived);
    }

    public State withLastSeal(Seal newSeal) {
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
                newSeal,
                schedules,
                level,
                archived);
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
                newSchedules,
                level,
                archived);
    }

    public State withLevel(int newLevel) {
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
                schedules,
                newLevel,
                archived);
    }

    /** A job becomes a page. */
    public State withArchived(Archived job) {
        return withJobs(jobs.remove(job.id())).withArchived(archived.put(job.id(), job));
    }

    public State withArchived(PersistentMap<Long, Archived> newArchived) {
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
                schedules,
                level,
                newArchived);
    }

    /** Whether there is such a job, also if it is archived. */
    public boolean knows(long job) {
        return jobs.containsKey(job) || archived.containsKey(job);
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
                schedules,
                level,
                archived);
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
                schedules,
                level,
                archived);
    }
}
