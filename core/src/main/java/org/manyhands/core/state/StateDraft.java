package org.manyhands.core.state;

import java.util.SortedMap;
import org.manyhands.core.Bytes;
import org.manyhands.core.maps.PersistentMap;

/** A state in the making: the components of another one, of which some are changed before it is made. */
final class StateDraft {
    long epoch;
    long applied;
    long nextId;
    long ticks;
    long wallMillis;
    PersistentMap<Long, Job> jobs;
    PersistentMap<Long, Session> sessions;
    PersistentMap<String, Node> nodes;
    PersistentMap<Bytes, Long> keys;
    PersistentMap<Long, Tombstone> tombstones;
    Seal lastSeal;
    PersistentMap<String, Schedule> schedules;
    int level;
    PersistentMap<Long, Archived> archived;
    PersistentMap<String, Member> members;
    PersistentMap<String, JoinToken> tokens;
    SortedMap<String, Long> resources;

    StateDraft(State state) {
        epoch = state.epoch();
        applied = state.applied();
        nextId = state.nextId();
        ticks = state.ticks();
        wallMillis = state.wallMillis();
        jobs = state.jobs();
        sessions = state.sessions();
        nodes = state.nodes();
        keys = state.keys();
        tombstones = state.tombstones();
        lastSeal = state.lastSeal();
        schedules = state.schedules();
        level = state.level();
        archived = state.archived();
        members = state.members();
        tokens = state.tokens();
        resources = state.resources();
    }

    State state() {
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
                archived,
                members,
                tokens,
                resources);
    }
}
