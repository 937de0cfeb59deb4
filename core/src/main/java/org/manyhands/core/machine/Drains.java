package org.manyhands.core.machine;

import java.util.Optional;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command.DrainNode;
import org.manyhands.core.command.Command.ResumeNode;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.Mark;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.state.Drain;
import org.manyhands.core.state.Health;
import org.manyhands.core.state.Node;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;

/** Nodes that are to be empty: by a person for maintenance, or by themselves as they end. */
final class Drains {
    private Drains() {}

    /** The newest wish counts, with its limit from now on. */
    static Reply drain(Transition transition, DrainNode drain, Actor actor) {
        State state = transition.state();
        Optional<Node> known = state.nodes().get(drain.name());
        if (known.isEmpty()) {
            return Members.noSuchNode(drain.name());
        }
        if (drain.reason().length() > DrainNode.REASON_MAX) {
            return invalid("a reason of " + drain.reason().length() + " characters (expected: at most "
                    + DrainNode.REASON_MAX + ")");
        }
        if (drain.limitMillis() < 0 || drain.limitMillis() > DrainNode.LIMIT_MILLIS_MAX) {
            return invalid(
                    "a limit of " + drain.limitMillis() + " ms (expected: 0 to " + DrainNode.LIMIT_MILLIS_MAX + ")");
        }
        Drain next = next(state, drain, actor);
        transition.become(state.withNode(known.get().withDrain(Optional.of(next))));
        transition.session(known.get().session()).ifPresent(session -> transition.put(session.marked(Mark.UNSTARTED)));
        transition.tell(new Event.NodeDrained(drain.name(), drain.reason(), drain.limitMillis(), actor.name()));
        return new Reply.Done();
    }

    private static Drain next(State state, DrainNode drain, Actor actor) {
        long endTicks = drain.limitMillis() == 0 ? Drain.NEVER : state.ticks() + drain.limitMillis();
        return new Drain(actor.name(), drain.reason(), state.wallMillis(), endTicks);
    }

    /** Whoever wanted nothing there: a person, or the failures of its tasks. */
    static Reply resume(Transition transition, ResumeNode resume, Actor actor) {
        Optional<Node> known = transition.state().nodes().get(resume.name());
        if (known.isEmpty()) {
            return Members.noSuchNode(resume.name());
        }
        Optional<Session> suspected = transition
                .session(known.get().session())
                .filter(session -> !session.health().equals(Health.GOOD));
        suspected.ifPresent(session -> transition.put(session.withHealth(Health.GOOD)));
        boolean aside = suspected.filter(session -> session.health().onTrial()).isPresent();
        if (known.get().drain().isPresent() || aside) {
            transition.become(transition.state().withNode(known.get().withDrain(Optional.empty())));
            transition.tell(new Event.NodeResumed(resume.name(), actor.name()));
        }
        return new Reply.Done();
    }

    /** The process of the session is about to end. */
    static void leave(Transition transition, long id) {
        transition.session(id).filter(session -> !session.leaving()).ifPresent(session -> {
            transition.put(session.left());
            transition.tell(new Event.SessionLeft(id, session.node()));
        });
    }

    private static Reply invalid(String sentence) {
        return new Reply.Refused(RefusalCode.INVALID, sentence);
    }
}
