package org.manyhands.core.machine;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command.EndSession;
import org.manyhands.core.command.Command.OpenSession;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.state.Drain;
import org.manyhands.core.state.Health;
import org.manyhands.core.state.Labels;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Node;
import org.manyhands.core.state.Session;

/** Lives of node processes: opened by the node, ended by the leader or by the node's next life. */
final class Sessions {
    private Sessions() {}

    static Reply open(Transition transition, OpenSession open) {
        if (!transition.state().admits(open.node(), open.key()) && transition.holds(Rule.REMOVED_NODES_STAY_OUT)) {
            return Members.notMember(open.node());
        }
        Optional<String> wrong = Labels.wrongFound(open.labels());
        if (wrong.isPresent()) {
            return new Reply.Refused(RefusalCode.INVALID, "node " + open.node() + ": " + wrong.get());
        }
        Optional<Node> known = transition.state().nodes().get(open.node());
        if (known.isEmpty()) {
            return begin(transition, open);
        }
        Node node = known.get();
        if (open.boot() < node.boot()) {
            return wrongBoot("node " + open.node() + " opens boot " + open.boot() + " after boot " + node.boot()
                    + " (is this an old copy of its data directory?)");
        }
        if (open.boot() > node.boot()) {
            if (transition.holds(Rule.HIGHER_BOOT_ENDS_THE_OLD_SESSION)) {
                transition
                        .session(node.session())
                        .ifPresent(old -> died(
                                transition, old, "the node began boot " + open.boot(), ran(transition, open, old)));
            }
            return begin(transition, open);
        }
        if (open.tag() != node.tag() && transition.holds(Rule.TAG_TELLS_COPIES)) {
            return wrongBoot("another node " + open.node() + " has already opened boot " + open.boot()
                    + " (is this a copy of its data directory?)");
        }
        Optional<Session> session = transition.session(node.session());
        if (session.isEmpty() || session.get().silent()) {
            Striking.survived(transition, node);
        }
        return session.isPresent() ? again(transition, session.get()) : begin(transition, open);
    }

    /** The leader may have heard of an earlier life only, when two begin one right after the other. */
    private static SortedMap<StepRef, ItemSet> ran(Transition transition, OpenSession open, Session old) {
        return open.ranIn() == old.id() || !transition.holds(Rule.STRIKES_NAME_THE_SESSION)
                ? open.ran()
                : Collections.emptySortedMap();
    }

    static Reply end(Transition transition, EndSession end) {
        Optional<Session> session = transition.session(end.session());
        if (session.isEmpty()) {
            return new Reply.Ended();
        }
        if (end.opened() != session.get().openedApplied() && transition.holds(Rule.END_NAMES_THE_OPENING)) {
            return new Reply.Refused(
                    RefusalCode.WRONG_PHASE, "session " + end.session() + " was opened again in the meantime");
        }
        Session rest = free(transition, session.get(), end.lost(), end.reason());
        if (rest.leases().isEmpty()) {
            forget(transition, rest, end.reason());
        } else {
            transition.put(rest.silenced(transition.state().applied()));
            transition.tell(new Event.SessionSilent(rest.id(), rest.node(), end.reason()));
        }
        Striking.died(transition, session.get(), rest, end.ran());
        session.get().leases().forEach((step, lease) -> Decisions.decide(transition, step.job()));
        return new Reply.Done();
    }

    private static Reply begin(Transition transition, OpenSession open) {
        long id = transition.newId();
        transition.put(new Session(
                id,
                open.node(),
                open.boot(),
                false,
                1,
                Optional.empty(),
                open.inventory(),
                open.labels(),
                PersistentMap.empty(),
                transition.state().applied(),
                0,
                false,
                Health.GOOD));
        transition.become(transition
                .state()
                .withNode(new Node(
                        open.node(),
                        open.boot(),
                        open.tag(),
                        id,
                        labels(transition, open.node()),
                        drain(transition, open.node()))));
        transition.tell(new Event.SessionOpened(id, open.node(), open.boot()));
        return new Reply.Opened(id, 1);
    }

    private static SortedMap<String, String> labels(Transition transition, String node) {
        return transition.holds(Rule.LABELS_OUTLIVE_A_BOOT)
                ? Labels.given(transition.state(), node)
                : Collections.emptySortedMap();
    }

    private static Optional<Drain> drain(Transition transition, String node) {
        return transition.holds(Rule.DRAINS_OUTLIVE_A_BOOT)
                ? transition.state().nodes().get(node).flatMap(Node::drain)
                : Optional.empty();
    }

    private static Reply again(Transition transition, Session session) {
        transition.put(session.opened(transition.state().applied()));
        if (session.silent()) {
            transition.tell(new Event.SessionOpened(session.id(), session.node(), session.boot()));
        }
        return new Reply.Opened(session.id(), session.nextSeq());
    }

    /** The session is lost at once, with all that it holds. */
    static void gone(Transition transition, Session session, String reason) {
        died(transition, session, reason, Collections.emptySortedMap());
    }

    /** The same of a node that was running this. */
    private static void died(Transition transition, Session session, String reason, SortedMap<StepRef, ItemSet> ran) {
        Session rest = free(transition, session, true, reason);
        forget(transition, rest, reason);
        Striking.died(transition, session, rest, ran);
        session.leases().forEach((step, lease) -> Decisions.decide(transition, step.job()));
    }

    private static void forget(Transition transition, Session session, String reason) {
        transition.become(
                transition.state().withSessions(transition.state().sessions().remove(session.id())));
        transition.tell(new Event.SessionEnded(session.id(), session.node(), reason));
    }

    /** Takes back the leases, but those of steps whose items may stay with a silent session. */
    private static Session free(Transition transition, Session session, boolean all, String reason) {
        PersistentMap<StepRef, Lease> kept = session.leases();
        for (PersistentMap.Entry<StepRef, Lease> entry : session.leases()) {
            StepRef ref = entry.key();
            if (all || !transition.state().plan(ref).staysWhenSilent()) {
                Leases.free(transition, ref, session, entry.value().items(), reason);
                kept = kept.remove(ref);
            }
        }
        return session.withLeases(kept);
    }

    private static Reply wrongBoot(String sentence) {
        return new Reply.Refused(RefusalCode.WRONG_BOOT, sentence);
    }
}
