package org.manyhands.core.machine;

import java.util.List;
import java.util.Optional;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command.AdmitNode;
import org.manyhands.core.command.Command.LocateNode;
import org.manyhands.core.command.Command.RemoveNode;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Role;
import org.manyhands.core.state.Member;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;

/** The nodes of the cluster, each with its key. Who is not among them has no session, from the first member on. */
final class Members {
    /** More members than this a cluster does not have. */
    static final int MEMBERS_MAX = 2_000;

    private Members() {}

    static Reply admit(Transition transition, AdmitNode admit, Actor actor) {
        Optional<Member> known = transition.state().members().get(admit.name());
        if (known.isPresent()
                && known.get().key().equals(admit.key())
                && transition.holds(Rule.REPEATED_ADMISSION_TAKES_NO_USE)) {
            return again(known.get(), admit);
        }
        Optional<Reply> refusal = shape(admit)
                .or(() -> admit.token().isEmpty()
                        ? notFirst(transition.state(), admit)
                        : Tokens.refusal(transition.state(), admit))
                .or(() -> known.flatMap(member -> taken(member, admit)))
                .or(() -> full(transition.state()));
        return refusal.isPresent() ? refusal.get() : become(transition, admit, actor);
    }

    static Reply remove(Transition transition, RemoveNode remove, Actor actor) {
        State state = transition.state();
        Optional<Member> known = state.members().get(remove.name());
        if (known.isEmpty()) {
            return noSuchNode(remove.name());
        }
        if (known.get().role() == Role.CONTROL && controls(state) == 1) {
            return new Reply.Refused(
                    RefusalCode.LAST_CONTROL,
                    "node " + remove.name() + " is the only control node; let another one join before it is removed");
        }
        if (transition.holds(Rule.REMOVAL_ENDS_THE_SESSION)) {
            state.nodes()
                    .get(remove.name())
                    .flatMap(node -> transition.session(node.session()))
                    .ifPresent(session -> Sessions.gone(transition, session, "the node was removed"));
            forget(transition, remove.name());
        }
        if (transition.holds(Rule.REMOVAL_REVOKES_THE_TOKEN)) {
            Tokens.withdraw(transition, known.get().token(), actor);
        }
        State rest = transition.state();
        transition.become(rest.withMembers(rest.members().remove(remove.name())));
        transition.tell(new Event.NodeRemoved(remove.name(), actor.name()));
        return new Reply.Done();
    }

    static Reply locate(Transition transition, LocateNode locate) {
        State state = transition.state();
        Optional<Member> known = state.members().get(locate.name());
        if (known.isEmpty()) {
            return notMember(locate.name());
        }
        Optional<Reply> refusal = shape(known.get(), locate);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (!known.get().addresses().equals(locate.addresses())) {
            transition.become(state.withMembers(
                    state.members().put(locate.name(), known.get().at(locate.addresses()))));
            transition.tell(new Event.NodeLocated(locate.name(), locate.addresses()));
        }
        return new Reply.Done();
    }

    private static Optional<Reply> shape(Member member, LocateNode locate) {
        if (member.role() != Role.CONTROL) {
            return refused(
                    RefusalCode.WRONG_ROLE,
                    "node " + member.name() + " is a " + member.role().word() + " node (expected: a control node)");
        }
        int count = locate.addresses().size();
        if (count < 1 || count > LocateNode.ADDRESSES_MAX) {
            return refused(RefusalCode.INVALID, count + " addresses (expected: 1 to " + LocateNode.ADDRESSES_MAX + ")");
        }
        return locate.addresses().stream()
                .filter(address -> address.isBlank() || address.length() > LocateNode.ADDRESS_MAX)
                .findFirst()
                .flatMap(address -> refused(
                        RefusalCode.INVALID,
                        "the address '" + address + "' (expected: 1 to " + LocateNode.ADDRESS_MAX + " characters)"));
    }

    static Reply noSuchNode(String name) {
        return new Reply.Refused(
                RefusalCode.NO_SUCH_NODE, "there is no node '" + name + "'; 'mh node list' lists them");
    }

    static Reply notMember(String node) {
        return new Reply.Refused(
                RefusalCode.NOT_MEMBER,
                "node " + node + " is not a member of this cluster: it was removed, or never joined;"
                        + " 'mh token create' on a control node, then 'mh join' there");
    }

    private static Reply again(Member member, AdmitNode admit) {
        return member.role() == admit.role()
                ? new Reply.Done()
                : new Reply.Refused(
                        RefusalCode.WRONG_ROLE,
                        "node " + member.name() + " is a " + member.role().word()
                                + " node already; to make it another, remove it first: mh node remove "
                                + member.name());
    }

    private static Reply become(Transition transition, AdmitNode admit, Actor actor) {
        boolean first = transition.state().members().isEmpty();
        if (!admit.token().isEmpty()) {
            Tokens.use(transition, admit.token());
        }
        Member member = new Member(admit.name(), admit.role(), admit.key(), admit.token(), List.of());
        State state = transition.state();
        transition.become(state.withMembers(state.members().put(member.name(), member)));
        if (first) {
            endStrangers(transition);
        }
        transition.tell(new Event.NodeAdmitted(admit.name(), admit.role(), admit.token(), actor.name()));
        return new Reply.Done();
    }

    /** Sessions from before there were members; that of the first member's own node goes on. */
    private static void endStrangers(Transition transition) {
        for (Session session : transition.state().sessions().values()) {
            if (!transition.state().members().containsKey(session.node())) {
                Sessions.gone(transition, session, "the node is not a member of the new cluster");
            }
        }
    }

    /** A machine that takes the name later begins to count its boots anew. */
    private static void forget(Transition transition, String name) {
        State state = transition.state();
        transition.become(state.withNodes(state.nodes().remove(name)));
    }

    private static Optional<Reply> shape(AdmitNode admit) {
        if (!Names.valid(admit.name(), AdmitNode.NAME_MAX, "-_.")) {
            return refused(
                    RefusalCode.INVALID,
                    "the name of a node: '" + admit.name() + "' (expected: 1 to " + AdmitNode.NAME_MAX
                            + " letters, digits, '-', '_' and '.')");
        }
        return Tokens.isDigest(admit.key())
                ? Optional.empty()
                : refused(
                        RefusalCode.INVALID,
                        "a key of " + admit.key().size() + " bytes (expected: " + Tokens.DIGEST_BYTES + ")");
    }

    private static Optional<Reply> notFirst(State state, AdmitNode admit) {
        if (!state.members().isEmpty()) {
            return refused(
                    RefusalCode.NO_SUCH_TOKEN,
                    "this cluster has members already, and a node joins it with a token;"
                            + " 'mh token create' on a control node makes one");
        }
        return admit.role() == Role.CONTROL
                ? Optional.empty()
                : refused(
                        RefusalCode.WRONG_ROLE,
                        "the first member of a cluster is a control node (expected: role control)");
    }

    private static Optional<Reply> taken(Member member, AdmitNode admit) {
        return member.key().equals(admit.key())
                ? Optional.empty()
                : refused(
                        RefusalCode.NAME_TAKEN,
                        "another node is called " + member.name()
                                + "; choose another name with --name, or remove it first: mh node remove "
                                + member.name());
    }

    private static Optional<Reply> full(State state) {
        return state.members().size() < MEMBERS_MAX
                ? Optional.empty()
                : refused(
                        RefusalCode.LIMIT,
                        MEMBERS_MAX + " nodes are members, which is the limit; remove some that are gone for good");
    }

    private static long controls(State state) {
        return state.members().values().stream()
                .filter(member -> member.role() == Role.CONTROL)
                .count();
    }

    private static Optional<Reply> refused(RefusalCode code, String sentence) {
        return Optional.of(new Reply.Refused(code, sentence));
    }
}
