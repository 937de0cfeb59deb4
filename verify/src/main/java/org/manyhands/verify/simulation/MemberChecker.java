package org.manyhands.verify.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Command.AdmitNode;
import org.manyhands.core.command.Command.CreateToken;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Role;
import org.manyhands.core.state.Member;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;

/** The nodes of a cluster: a token admits as many as it is for, and only who is one of them, with its own key, has a session. */
final class MemberChecker implements Checker {
    private final Map<String, Made> tokens = new HashMap<>();
    private final Map<Long, Bytes> keys = new HashMap<>();
    private final Set<String> revoked = new HashSet<>();
    private final Set<Long> removed = new HashSet<>();

    /** Sessions from before there were members. */
    private final Set<Long> early = new HashSet<>();

    /** A token, and who was admitted with it. */
    private record Made(CreateToken create, long dueTicks, Set<Bytes> admitted) {}

    @Override
    public void applied(Applied applied) {
        Reply reply = applied.reply();
        Command command = applied.envelope().command();
        if (command instanceof Command.OpenSession open) {
            opened(applied, open);
        } else if (reply instanceof Reply.Done && command instanceof CreateToken create) {
            tokens.putIfAbsent(
                    create.id(), new Made(create, applied.after().ticks() + create.ttlMillis(), new HashSet<>()));
        } else if (reply instanceof Reply.Done && command instanceof Command.RevokeToken revoke) {
            revoked.add(revoke.id());
        } else if (reply instanceof Reply.Done && command instanceof AdmitNode admit) {
            admitted(applied, admit);
        } else if (reply instanceof Reply.Done && command instanceof Command.RemoveNode remove) {
            removed(applied, remove.name());
        } else if (reply instanceof Reply.Done && command instanceof Command.RecoverCluster recover) {
            recovered(applied, recover);
        } else if (reply instanceof Reply.Done && command instanceof Command.LocateNode locate) {
            located(applied, locate);
        } else if (reply instanceof Reply.Counted && command instanceof Command.Commit commit) {
            Violation.unless(
                    !removed.contains(commit.session()),
                    "a commit of session " + commit.session() + " counts, and it was ended by people");
        }
        checkSessions(applied.after());
    }

    private void opened(Applied applied, Command.OpenSession open) {
        if (applied.reply() instanceof Reply.Opened(long session, long _)) {
            keys.put(session, open.key());
            if (applied.before().members().isEmpty()) {
                early.add(session);
            } else {
                early.remove(session);
            }
        } else if (applied.reply() instanceof Reply.Refused(RefusalCode code, String _)) {
            Violation.unless(
                    code != RefusalCode.NOT_MEMBER
                            || !applied.before().members().isEmpty(),
                    "node " + open.node() + " is called no member, and there are none");
        }
    }

    private void admitted(Applied applied, AdmitNode admit) {
        State old = applied.before();
        boolean again = old.members()
                .get(admit.name())
                .map(member -> member.key().equals(admit.key()))
                .orElse(false);
        if (again) {
            Violation.unless(
                    applied.after().tokens().equals(old.tokens())
                            && applied.after().members().equals(old.members()),
                    "node " + admit.name() + " was admitted already, and that it said so again changed something");
        } else if (admit.token().isEmpty()) {
            Violation.unless(old.members().isEmpty(), "node " + admit.name() + " was admitted without a token");
        } else {
            check(applied.after().ticks(), admit);
        }
    }

    private static void located(Applied applied, Command.LocateNode locate) {
        Member old = applied.before().members().at(locate.name());
        Violation.unless(
                old.role() == Role.CONTROL
                        && applied.after().members().at(locate.name()).equals(old.at(locate.addresses())),
                "node " + locate.name() + " said where it listens, and something else of it changed");
    }

    private void check(long ticks, AdmitNode admit) {
        String name = "node " + admit.name() + " was admitted with token " + admit.token();
        Made made = Optional.ofNullable(tokens.get(admit.token()))
                .orElseThrow(() -> new Violation(name + ", which is none"));
        Violation.unless(made.create.digest().equals(admit.digest()), name + " and without its secret");
        Violation.unless(made.create.role() == admit.role(), name + ", which is for another role");
        Violation.unless(ticks < made.dueTicks, name + " when its time was over");
        Violation.unless(!revoked.contains(admit.token()), name + ", which was revoked");
        made.admitted.add(admit.key());
        Violation.unless(
                made.admitted.size() <= made.create.uses(),
                name + ", which is for " + made.create.uses() + ", as one more");
    }

    private void removed(Applied applied, String name) {
        revoked.add(applied.before().members().at(name).token());
        for (Session session : applied.before().sessions().values()) {
            if (session.node().equals(name)) {
                removed.add(session.id());
            }
        }
        State after = applied.after();
        Violation.unless(
                !after.members().containsKey(name) && !after.nodes().containsKey(name),
                "node " + name + " was removed, and something of it is left");
    }

    private void recovered(Applied applied, Command.RecoverCluster recover) {
        State after = applied.after();
        for (Member member : applied.before().members().values()) {
            boolean stays = member.role() != Role.CONTROL || member.name().equals(recover.node());
            Violation.unless(
                    stays == after.members().containsKey(member.name()),
                    "node " + member.name() + " after a recovery from node " + recover.node());
            if (!stays) {
                revoked.add(member.token());
            }
        }
        applied.before().sessions().values().forEach(session -> removed.add(session.id()));
        Violation.unless(
                after.sessions().isEmpty() && after.epoch() == recover.epoch(),
                "a recovery left sessions open, or the epoch as it was");
    }

    private void checkSessions(State after) {
        if (after.members().isEmpty()) {
            return;
        }
        for (Session session : after.sessions().values()) {
            Optional<Bytes> key = after.members().get(session.node()).map(Member::key);
            Violation.unless(
                    key.isPresent() && !removed.contains(session.id()),
                    "session " + session.id() + " is of node " + session.node() + ", which is no member");
            Violation.unless(
                    early.contains(session.id()) || key.equals(Optional.ofNullable(keys.get(session.id()))),
                    "session " + session.id() + " is of a node " + session.node()
                            + " with another key than the member");
        }
    }
}
