package org.manyhands.core.machine;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.CommitPart;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.Failures;
import org.manyhands.core.command.Mark;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.state.Health;
import org.manyhands.core.state.Node;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;

/**
 * Nodes on which tasks fail that succeed elsewhere are set aside, and tried again later with one task. What one commit says of
 * that: anything that is ok makes its own node well; and items that failed on another node before, and were tried again here, say
 * whether they or that node were to blame.
 */
final class Sickness {
    private final SortedMap<String, Elsewhere> evidence = new TreeMap<>();
    private boolean ok;
    private long failed;
    private String reason = "";

    /** Of items that had failed on a node: how many were ok when they were tried on another one, and how many were not. */
    private record Elsewhere(long ok, long failed) {
        Elsewhere plus(Elsewhere more) {
            return new Elsewhere(ok + more.ok, failed + more.failed);
        }
    }

    /** Before the part is settled: so many of its items count. */
    void count(Transition transition, CommitPart part, ItemSet counted, String node) {
        ItemSet good = counted.and(part.ok());
        ItemSet bad = counted.andNot(part.ok());
        ok |= !good.isEmpty();
        failed += bad.size();
        part.failed().stream()
                .filter(failures -> failures.items().intersects(counted))
                .findFirst()
                .ifPresent(failures -> reason = sentence(failures));
        transition.step(part.step()).orElseThrow().avoid().forEach((other, items) -> {
            Elsewhere more =
                    new Elsewhere(items.and(good).size(), items.and(bad).size());
            if (!other.equals(node) && (more.ok > 0 || more.failed > 0)) {
                evidence.merge(other, more, Elsewhere::plus);
            }
        });
    }

    private static String sentence(Failures failures) {
        String sample = failures.sample().strip().replace('\n', ' ');
        return Step.reasonKey(Settling.name(failures), failures.detail())
                + (sample.isEmpty() ? "" : " (" + sample + ")");
    }

    /** After all parts are settled. */
    void judge(Transition transition, long id) {
        if (transition.state().level() < Command.LEVEL_MEMBERS) {
            return;
        }
        Session session = transition.state().sessions().at(id);
        if (ok) {
            heal(transition, session);
        } else if (failed > 0) {
            transition.put(session.withHealth(session.health().failed(failed, reason)));
            consider(transition, id);
        }
        evidence.forEach((node, elsewhere) -> other(transition, node).ifPresent(other -> {
            transition.put(other.withHealth(other.health().elsewhere(elsewhere.ok, elsewhere.failed)));
            // What was set aside once has to fail anew.
            if (!other.health().onTrial()) {
                consider(transition, other.id());
            }
        }));
    }

    /** The session of a node of which something is to be said. */
    private static Optional<Session> other(Transition transition, String node) {
        return transition
                .state()
                .nodes()
                .get(node)
                .map(Node::session)
                .flatMap(transition::session)
                .filter(session -> session.health().failedInRow() > 0);
    }

    /** Forgets what speaks against the node. */
    static void heal(Transition transition, Session session) {
        if (session.health().onTrial()) {
            transition.tell(new Event.NodeTakenBack(session.node(), session.boot()));
        }
        transition.put(session.withHealth(Health.GOOD));
    }

    private static void consider(Transition transition, long id) {
        Health health = transition.state().sessions().at(id).health();
        if (health.sick()
                && !health.aside(transition.state().ticks())
                && transition.holds(Rule.SICK_NODES_ARE_SET_ASIDE)
                && (anotherIsWell(transition.state(), id) || !transition.holds(Rule.SOMEBODY_WELL_REMAINS))) {
            setAside(transition, id);
        }
    }

    /** Whether what fails here has somewhere to go: where the last task succeeded, or none has failed yet. */
    private static boolean anotherIsWell(State state, long id) {
        return state.sessions().values().stream()
                .anyMatch(other -> other.id() != id
                        && other.health().failedInRow() == 0
                        && state.takesNothing(other).isEmpty());
    }

    private static void setAside(Transition transition, long id) {
        Session session = transition.state().sessions().at(id);
        Health health = session.health().setAside(transition.state().ticks());
        transition.put(session.withHealth(health).marked(Mark.UNSTARTED));
        transition.tell(
                new Event.NodeSetAside(session.node(), session.boot(), health.sentence(), health.asideUntilTicks()));
    }
}
