package org.manyhands.verify.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
    private final Map<Long, Evidence> evidence = new HashMap<>();

    /** What is known of a session since its last success. */
    private static final class Evidence {
        private long row;
        private long okElsewhere;
        private long failedElsewhere;

        boolean sick() {
            return row >= Health.FAILED_IN_ROW_MAX
                    && okElsewhere >= Health.OK_ELSEWHERE_MIN
                    && okElsewhere >= Health.OK_PER_FAILED * failedElsewhere;
        }
    }

    @Override
    public void applied(Applied applied) {
        State before = applied.before();
        switch (applied.envelope().command()) {
            case Command.Commit commit when before.level() >= Command.LEVEL_MEMBERS -> judge(applied, commit.session());
            case Command.ResumeNode resume ->
                before.nodes().get(resume.name()).map(Node::session).ifPresent(evidence::remove);
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
        boolean ok = false;
        long failed = 0;
        for (Event event : applied.events()) {
            switch (event) {
                case Event.ItemsOk(StepRef step, ItemSet items) -> {
                    ok = true;
                    elsewhere(applied, id, step, items, true);
                }
                case Event.ItemsFailed(StepRef step, ItemSet items, String _) -> {
                    failed += items.size();
                    elsewhere(applied, id, step, items, false);
                }
                case Event.ItemsWaiting(StepRef step, ItemSet items, long _, String _) -> {
                    failed += items.size();
                    elsewhere(applied, id, step, items, false);
                }
                default -> {}
            }
        }
        if (ok) {
            evidence.remove(id);
        } else if (failed > 0) {
            evidence.computeIfAbsent(id, _ -> new Evidence()).row += failed;
            check(applied, id);
        }
    }

    /** What it says of other nodes that items which had failed there were tried here. */
    private void elsewhere(Applied applied, long id, StepRef step, ItemSet items, boolean ok) {
        String here = applied.before().sessions().at(id).node();
        applied.before().jobs().at(step.job()).steps().get(step.step()).avoid().forEach((node, failed) -> {
            Optional<Evidence> found =
                    applied.before().nodes().get(node).map(Node::session).map(evidence::get);
            if (!node.equals(here) && found.isPresent()) {
                found.get().okElsewhere += ok ? items.and(failed).size() : 0;
                found.get().failedElsewhere += ok ? 0 : items.and(failed).size();
            }
        });
    }

    private void check(Applied applied, long id) {
        Session session = applied.after().sessions().at(id);
        Violation.unless(
                !evidence.getOrDefault(id, new Evidence()).sick()
                        || session.health().aside(applied.after().ticks())
                        || !anotherIsWell(applied.after(), id),
                "tasks fail on node " + session.node() + " and succeed elsewhere, and it gets more");
    }

    private boolean anotherIsWell(State state, long id) {
        return state.sessions().values().stream()
                .anyMatch(other -> other.id() != id
                        && !evidence.containsKey(other.id())
                        && state.takesNothing(other).isEmpty());
    }
}
