package org.manyhands.core.machine;

import java.util.List;
import java.util.Optional;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command.RecoverCluster;
import org.manyhands.core.command.Command.RemoveNode;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Role;
import org.manyhands.core.state.Member;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;

/**
 * A cluster that goes on from what one control node has. What it does depends on nothing but the state of that node, and not on the
 * epoch that it had: who joins later reads the same log and begins in the new one.
 */
final class Recovery {
    /** People, files and keys of tasks may know jobs that are lost, so their ids are not given again. */
    static final long IDS_LEFT_OUT = 100_000;

    private Recovery() {}

    static Reply recover(Transition transition, RecoverCluster recover, Actor actor) {
        State state = transition.state();
        Optional<Member> left = state.members().get(recover.node());
        if (left.isEmpty()) {
            return Members.noSuchNode(recover.node());
        }
        if (left.get().role() != Role.CONTROL) {
            return new Reply.Refused(
                    RefusalCode.WRONG_ROLE,
                    "node " + recover.node() + " is a " + left.get().role().word()
                            + " node; a cluster is recovered from a control node");
        }
        long through = state.applied() - 1;
        if (transition.holds(Rule.RECOVERY_ENDS_THE_SESSIONS)) {
            endSessions(transition);
        }
        List<String> others = others(state, recover.node());
        others.forEach(other -> Members.remove(transition, new RemoveNode(other), actor));
        State rest = transition.state();
        transition.become(rest.withEpoch(recover.epoch()).withNextId(rest.nextId() + IDS_LEFT_OUT));
        transition.tell(new Event.ClusterRecovered(recover.node(), through, others, actor.name()));
        return new Reply.Done();
    }

    /** Whoever has one drops what it holds when it meets the new epoch. */
    private static void endSessions(Transition transition) {
        for (Session session : transition.state().sessions().values()) {
            transition
                    .session(session.id())
                    .ifPresent(open -> Sessions.gone(transition, open, "the cluster was recovered without a majority"));
        }
    }

    private static List<String> others(State state, String node) {
        return state.members().values().stream()
                .filter(member ->
                        member.role() == Role.CONTROL && !member.name().equals(node))
                .map(Member::name)
                .toList();
    }
}
