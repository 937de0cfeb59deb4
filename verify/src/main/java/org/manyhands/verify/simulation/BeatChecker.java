package org.manyhands.verify.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.manyhands.core.command.Command.EndSession;
import org.manyhands.core.command.Event;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.wire.BeatAnswer;

/**
 * What a node is told of its life is true: an answer knows everything that was committed before the beat arrived, it is
 * given to nobody whose end is proposed, and no session is ended before the time that was promised to its node.
 */
final class BeatChecker implements Checker {
    private final SimulatedWorld world;
    private final Truth truth;
    private final long ttlMillis;
    private final Map<Long, Long> promisedUntil = new HashMap<>();
    private final Set<Proposed> proposed = new HashSet<>();

    private record Proposed(String leader, long term, long session, long openedApplied) {}

    /** A beat that reached a leader: when it was sent, and how much was committed when it arrived. */
    record Arrived(long sentMillis, long committed) {}

    BeatChecker(SimulatedWorld world, Truth truth, long ttlMillis) {
        this.world = world;
        this.truth = truth;
        this.ttlMillis = ttlMillis;
    }

    Arrived arrived(long sentMillis) {
        return new Arrived(sentMillis, truth.state().applied());
    }

    /** A leader with this root answers a beat. */
    void answered(String leader, long term, State root, long session, Arrived beat, BeatAnswer answer) {
        Violation.unless(
                answer.getApplied() >= beat.committed,
                leader + " answers a beat of session " + session + " by entry " + answer.getApplied() + ", and entry "
                        + beat.committed + " was committed before the beat arrived");
        if (answer.getEnded()) {
            Violation.unless(
                    !truth.state().sessions().containsKey(session),
                    leader + " says that session " + session + " ended, and it is there");
            return;
        }
        Optional<Long> opened = root.sessions().get(session).map(Session::openedApplied);
        Violation.unless(
                opened.isEmpty() || !proposed.contains(new Proposed(leader, term, session, opened.get())),
                leader + " says that session " + session + " lives, and has proposed its end");
        promise(session, beat.sentMillis);
    }

    /** A node is told that its session is open, as an answer to what it sent then. */
    void promise(long session, long sentMillis) {
        promisedUntil.merge(session, sentMillis + ttlMillis, Math::max);
    }

    /** A node acts as if its session lives until then. */
    void believes(String node, long session, long untilMillis) {
        long more = untilMillis - promisedUntil.getOrDefault(session, 0L);
        Violation.unless(
                more <= 0,
                node + " believes in its session " + session + " for " + more + " ms longer than it was promised");
    }

    /** A leader proposes an end. */
    void proposes(String leader, long term, long readyForMillis, EndSession end) {
        Violation.unless(
                readyForMillis > ttlMillis * 6 / 5,
                leader + " ends session " + end.session() + " " + readyForMillis + " ms after it became the leader");
        proposed.add(new Proposed(leader, term, end.session(), end.opened()));
    }

    @Override
    public void applied(Applied applied) {
        if (applied.envelope().command() instanceof EndSession end
                && applied.events().stream()
                        .anyMatch(
                                event -> event instanceof Event.SessionEnded || event instanceof Event.SessionSilent)) {
            long early = promisedUntil.getOrDefault(end.session(), 0L) - world.now();
            Violation.unless(
                    early <= 0,
                    "session " + end.session() + " is ended " + early + " ms before the time promised to its node");
        }
    }
}
