package org.manyhands.server.leader;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Command.EndSession;
import org.manyhands.core.command.Command.OpenSession;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Node;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.wire.Beat;

/**
 * Judges silence: by the leader alone, on its own monotonic clock, in milliseconds. Its conclusions are commands. Not
 * thread-safe.
 */
public final class SessionWatch {
    private final long ttlMillis;
    private final Set<Rule> rules;
    private final SortedMap<Long, Heard> sessions = new TreeMap<>();
    private final SortedMap<Long, Beat> beats = new TreeMap<>();
    private PersistentMap<Long, Session> seen = PersistentMap.empty();
    private long readyMillis;
    /** Nobody's time is over before this. */
    private long nextMillis;

    /** The last word of a session, the opening that was known then, and which end was proposed when. */
    private record Heard(long atMillis, long openedApplied, boolean ending, boolean losing, long proposedMillis) {
        Heard(long atMillis, long openedApplied) {
            this(atMillis, openedApplied, false, false, Long.MIN_VALUE / 2);
        }

        Heard proposed(boolean lost, long now) {
            return new Heard(atMillis, openedApplied, true, lost, now);
        }
    }

    /** @param ttlMillis how long a session lives without an answered beat; its end is proposed after 1.2 times that */
    public SessionWatch(long ttlMillis) {
        this(ttlMillis, EnumSet.allOf(Rule.class));
    }

    private SessionWatch(long ttlMillis, Set<Rule> rules) {
        this.ttlMillis = ttlMillis;
        this.rules = rules;
    }

    /** A watch with one rule switched off, for the simulation to find. */
    public static SessionWatch without(Rule rule, long ttlMillis) {
        return new SessionWatch(ttlMillis, EnumSet.complementOf(EnumSet.of(rule)));
    }

    public long ttlMillis() {
        return ttlMillis;
    }

    boolean keeps(Rule rule) {
        return rules.contains(rule);
    }

    /** This member leads from now on and has heard nobody yet. */
    public void lead(long now) {
        if (keeps(Rule.NEW_LEADER_IS_PATIENT)) {
            sessions.clear();
            beats.clear();
            seen = PersistentMap.empty();
            nextMillis = now;
            readyMillis = now;
        }
    }

    /** The leader itself stood still until now, and can have heard nobody: a machine that slept, a process that was stopped. */
    public void stoodStill(long now) {
        readyMillis = now;
    }

    /** A beat of the session arrived. */
    public void heard(long session, long now) {
        sessions.computeIfPresent(
                session,
                (_, heard) -> new Heard(now, heard.openedApplied, heard.ending, heard.losing, heard.proposedMillis));
    }

    /** A beat arrived, answered or not: it tells what the session is running. */
    void arrived(Beat beat) {
        beats.put(beat.getSession(), beat);
    }

    /**
     * The same command with what only the leader knows: who begins another life has ended the one before, and this says what that
     * was running. What anybody else says of it does not count.
     */
    public Command informed(State state, Command command) {
        if (!(command instanceof OpenSession open)) {
            return command;
        }
        Optional<Node> before = state.nodes().get(open.node()).filter(node -> node.boot() < open.boot());
        return before.map(node -> open.after(node.session(), ran(state, node.session())))
                .orElseGet(() -> open.after(0, Collections.emptySortedMap()));
    }

    /** What a session was running when it was heard of last; nothing as long as some member could not read that. */
    private SortedMap<StepRef, ItemSet> ran(State state, long session) {
        Beat beat = beats.get(session);
        return beat == null || !state.sessions().containsKey(session) || state.level() < Command.LEVEL_MEMBERS
                ? Collections.emptySortedMap()
                : Running.of(beat);
    }

    /** Whether the end of the session was proposed, so that its beats are not answered. */
    public boolean ending(long session) {
        Heard heard = sessions.get(session);
        return heard != null && heard.ending && keeps(Rule.NO_ANSWER_AFTER_END);
    }

    /**
     * The sessions whose time is over. Each end is proposed again after a time to live, because nobody can say what became
     * of a proposal that was lost on its way; one that comes late does nothing to a session that was opened again.
     */
    public List<EndSession> due(State state, long now) {
        for (long id : state.sessions().changedSince(seen)) {
            state.sessions().get(id).ifPresentOrElse(session -> note(state, session, now), () -> forget(id));
        }
        seen = state.sessions();
        return now < nextMillis ? List.of() : look(state, now);
    }

    private void note(State state, Session session, long now) {
        nextMillis = Math.min(nextMillis, dueMillis(state, session, known(session, now)));
    }

    private void forget(long id) {
        sessions.remove(id);
        beats.remove(id);
    }

    /** Looks at all sessions, and finds when to do so again: whoever is heard until then only has more time. */
    private List<EndSession> look(State state, long now) {
        beats.keySet().removeIf(id -> !state.sessions().containsKey(id));
        nextMillis = now + ttlMillis;
        List<EndSession> ends = new ArrayList<>();
        state.sessions().forEach((id, session) -> {
            if (dueMillis(state, session, known(session, now)) <= now) {
                ends.add(end(state, session, now));
            }
            note(state, session, now);
        });
        return ends;
    }

    private EndSession end(State state, Session session, long now) {
        Heard heard = known(session, now);
        long silent = now - since(heard);
        sessions.put(session.id(), heard.proposed(session.silent(), now));
        return new EndSession(
                session.id(),
                session.silent(),
                (session.silent() ? "lost for " : "silent for ") + silent + " ms",
                session.openedApplied(),
                ran(state, session.id()));
    }

    /** When the end of a session is to be proposed, or proposed again, if nobody hears of it until then. */
    private long dueMillis(State state, Session session, Heard heard) {
        long patience = patience(session.silent() ? ttlMillis + lostAfter(state, session) : ttlMillis);
        boolean proposed = session.silent() ? heard.losing : heard.ending;
        long over = since(heard) + patience + 1;
        return proposed ? Math.max(over, heard.proposedMillis + ttlMillis + 1) : over;
    }

    private long since(Heard heard) {
        return Math.max(heard.atMillis, readyMillis);
    }

    private Heard known(Session session, long now) {
        Heard heard = sessions.get(session.id());
        if (heard == null || heard.openedApplied != session.openedApplied()) {
            long since = heard == null || keeps(Rule.OPENING_ENDS_SILENCE) ? now : heard.atMillis;
            heard = new Heard(since, session.openedApplied());
            sessions.put(session.id(), heard);
        }
        return heard;
    }

    private static long patience(long millis) {
        return millis + millis / 5;
    }

    private static long lostAfter(State state, Session session) {
        long longest = 0;
        for (PersistentMap.Entry<StepRef, Lease> entry : session.leases()) {
            StepRef ref = entry.key();
            longest = Math.max(longest, state.plan(ref).lostAfterMillis());
        }
        return longest;
    }
}
