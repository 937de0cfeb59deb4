package org.manyhands.verify.simulation;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.Reply;
import org.manyhands.core.state.Node;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Usage;

/**
 * Who is drained gets nothing and stays drained until somebody ends that; what runs there after the limit is wanted back; and of
 * what the cluster as a whole has so much of, no more is given out.
 */
final class DrainChecker implements Checker {
    private static final int LATE_ENTRIES_MAX = 8;

    private final Map<String, Boolean> drained = new TreeMap<>();

    /** Sessions whose time is over, and for how many entries that has been so. */
    private final Map<Long, Integer> overdue = new TreeMap<>();

    private long entry;

    @Override
    public void applied(Applied applied) {
        if (applied.before().applied() != entry) {
            entry = applied.before().applied();
            checkLimits(applied.before());
        }
        for (Event event : applied.events()) {
            if (event instanceof Event.ItemsGranted granted) {
                checkGrant(applied, granted);
            }
        }
        remember(applied);
        for (String name : drained.keySet()) {
            Violation.unless(
                    applied.after().nodes().get(name).flatMap(Node::drain).isPresent(),
                    "node " + name + " was drained, and is not after " + applied.envelope());
        }
    }

    private void remember(Applied applied) {
        switch (applied.envelope().command()) {
            case Command.DrainNode drain when applied.reply() instanceof Reply.Done -> drained.put(drain.name(), true);
            case Command.ResumeNode resume -> drained.remove(resume.name());
            case Command.RemoveNode remove -> drained.remove(remove.name());
            default -> {}
        }
    }

    private static void checkGrant(Applied applied, Event.ItemsGranted granted) {
        State before = applied.before();
        // By the time of the grant: what was set aside until then is not any more.
        State after = applied.after();
        Session session = after.sessions().at(granted.session());
        Violation.unless(
                after.takesNothing(session).isEmpty(),
                "session " + session.id() + " was granted something, and " + after.takesNothing(session));
        before.resources().forEach((name, amount) -> {
            long used = Usage.inCluster(applied.after(), name);
            Violation.unless(
                    used <= amount || used <= Usage.inCluster(before, name),
                    "the cluster has " + name + " " + amount + ", and " + used + " is given out");
        });
    }

    /** A leader may have proposed some entries before it saw what another one had left in the log. */
    private void checkLimits(State state) {
        overdue.keySet().removeIf(id -> !isOverdue(state, id));
        for (Session session : state.sessions().values()) {
            if (isOverdue(state, session.id())) {
                Violation.unless(
                        overdue.merge(session.id(), 1, Integer::sum) <= LATE_ENTRIES_MAX,
                        "the time of node " + session.node() + " is over, and some of " + session.leases()
                                + " may stay");
            }
        }
    }

    private static boolean isOverdue(State state, long id) {
        Optional<Session> session = state.sessions().get(id);
        return session.flatMap(state::drain)
                        .filter(drain -> drain.over(state.ticks()))
                        .isPresent()
                && session.get().leases().values().stream()
                        .anyMatch(lease -> !lease.kill().containsAll(lease.items()));
    }
}
