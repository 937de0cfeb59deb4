package org.manyhands.core.machine;

import org.manyhands.core.command.Command;
import org.manyhands.core.command.CommitPart;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.Failures;
import org.manyhands.core.command.Mark;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.state.Health;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;

/**
 * Nodes on which tasks fail that succeed elsewhere are set aside, and tried again later with one task. What one commit says of
 * that: anything that is ok makes the node well, and failures count where the step has something that is ok, for else the step
 * may be to blame.
 */
final class Sickness {
    private boolean ok;
    private long failed;
    private String reason = "";

    /** Before the part is settled: so many of its items count. */
    void count(Transition transition, CommitPart part, ItemSet counted) {
        ok |= counted.intersects(part.ok());
        if (!transition.step(part.step()).orElseThrow().ok().isEmpty()) {
            failed += counted.andNot(part.ok()).size();
            part.failed().stream()
                    .filter(failures -> failures.items().intersects(counted))
                    .findFirst()
                    .ifPresent(failures -> reason = sentence(failures));
        }
    }

    private static String sentence(Failures failures) {
        String sample = failures.sample().strip().replace('\n', ' ');
        return Step.reasonKey(Settling.name(failures), failures.detail())
                + (sample.isEmpty() ? "" : " (" + sample + ")");
    }

    /** After all parts are settled. */
    void judge(Transition transition, long id) {
        Session session = transition.state().sessions().at(id);
        if (transition.state().level() < Command.LEVEL_MEMBERS) {
            return;
        }
        if (ok) {
            heal(transition, session);
        } else if (failed > 0) {
            Health health = session.health().failed(failed);
            transition.put(session.withHealth(health));
            if (health.sick()
                    && !health.aside(transition.state().ticks())
                    && transition.holds(Rule.SICK_NODES_ARE_SET_ASIDE)
                    && (anotherIsWell(transition.state(), id) || !transition.holds(Rule.SOMEBODY_WELL_REMAINS))) {
                setAside(transition, id);
            }
        }
    }

    /** Forgets what speaks against the node. */
    static void heal(Transition transition, Session session) {
        if (session.health().onTrial()) {
            transition.tell(new Event.NodeTakenBack(session.node(), session.boot()));
        }
        transition.put(session.withHealth(Health.GOOD));
    }

    /** Whether what fails here has somewhere to go: where the last task succeeded, or none has failed yet. */
    private static boolean anotherIsWell(State state, long id) {
        return state.sessions().values().stream()
                .anyMatch(other -> other.id() != id
                        && other.health().failedInRow() == 0
                        && state.takesNothing(other).isEmpty());
    }

    private void setAside(Transition transition, long id) {
        Session session = transition.state().sessions().at(id);
        String why = session.health().failedInRow() + " tasks failed there in a row, and succeed elsewhere: " + reason;
        Health health = session.health().setAside(why, transition.state().ticks());
        transition.put(session.withHealth(health).marked(Mark.UNSTARTED));
        transition.tell(new Event.NodeSetAside(session.node(), session.boot(), why, health.asideUntilTicks()));
    }
}
