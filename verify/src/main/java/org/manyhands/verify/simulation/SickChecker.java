package org.manyhands.verify.simulation;

import java.util.HashMap;
import java.util.Map;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Event;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.state.Health;
import org.manyhands.core.state.Node;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;

/**
 * A node on which so many tasks fail in a row that succeed elsewhere is set aside, and only while another one takes work on
 * which they do not fail. That it gets nothing then is asked by {@link DrainChecker}.
 */
final class SickChecker implements Checker {
    private final Map<Long, Long> row = new HashMap<>();

    @Override
    public void applied(Applied applied) {
        State before = applied.before();
        switch (applied.envelope().command()) {
            case Command.Commit commit when before.level() >= Command.LEVEL_MEMBERS -> judge(applied, commit.session());
            case Command.ResumeNode resume ->
                before.nodes().get(resume.name()).map(Node::session).ifPresent(row::remove);
            default -> {}
        }
        for (Event event : applied.events()) {
            if (event instanceof Event.NodeSetAside aside) {
                long session = before.nodes().at(aside.node()).session();
                Violation.unless(
                        anotherIsWell(applied.after(), session),
                        "node " + aside.node() + " was set aside, and no other is well: " + aside.reason());
            }
        }
    }

    private void judge(Applied applied, long id) {
        long failed = 0;
        for (Event event : applied.events()) {
            switch (event) {
                case Event.ItemsOk _ -> {
                    row.remove(id);
                    return;
                }
                case Event.ItemsFailed(StepRef step, ItemSet items, String _) ->
                    failed += counted(applied, step, items);
                case Event.ItemsWaiting(StepRef step, ItemSet items, long _, String _) ->
                    failed += counted(applied, step, items);
                default -> {}
            }
        }
        if (failed > 0 && row.merge(id, failed, Long::sum) >= Health.FAILED_IN_ROW_MAX) {
            Session session = applied.after().sessions().at(id);
            Violation.unless(
                    session.health().aside(applied.after().ticks()) || !anotherIsWell(applied.after(), id),
                    row.get(id) + " tasks failed in a row on node " + session.node() + ", and it gets more");
        }
    }

    private static long counted(Applied applied, StepRef step, ItemSet items) {
        boolean elsewhere = !applied.before()
                .jobs()
                .at(step.job())
                .steps()
                .get(step.step())
                .ok()
                .isEmpty();
        return elsewhere ? items.size() : 0;
    }

    private boolean anotherIsWell(State state, long id) {
        return state.sessions().values().stream()
                .anyMatch(other -> other.id() != id
                        && !row.containsKey(other.id())
                        && state.takesNothing(other).isEmpty());
    }
}
