package org.manyhands.server.leader;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.manyhands.core.command.Role;
import org.manyhands.core.state.Member;
import org.manyhands.core.state.State;
import org.manyhands.server.control.Control;
import org.manyhands.server.identity.LogNames;
import org.manyhands.wire.Beat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * To which control nodes workers are attached, as far as beats tell. They attach to the first that they reach; where that makes it
 * uneven, some are sent to another one, which ends nothing: a session goes on over any link. One thread at a time.
 */
final class Attachments {
    /** Every worker has been heard within this time, also after a move. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Attachments.class);

    private final Control control;
    private final String node;
    private final Interval look = Interval.later(PAUSE);
    private List<Balance.Move> sent = List.of();
    /** Sessions whose workers did not go where they were sent, as they cannot reach it: those stay. */
    private final Set<Long> fixed = new HashSet<>();

    /** @param node the name of this node */
    Attachments(Control control, String node) {
        this.control = control;
        this.node = node;
    }

    /** This node does not lead; when it does, it will have to hear the workers first. */
    void follow() {
        look.done();
    }

    /**
     * Moves workers, if it is time and uneven.
     *
     * @param voters who keeps the log, by their names in it
     * @param there whether one of them can be reached
     */
    void even(State state, SortedSet<String> voters, Predicate<String> there) {
        if (!look.due()) {
            return;
        }
        look.done();
        SortedMap<String, List<Long>> attached = attached(state, voters);
        fixed.retainAll(sessions(attached));
        sent.stream()
                .filter(move -> attached.getOrDefault(move.from(), List.of()).contains(move.session()))
                .forEach(move -> fixed.add(move.session()));
        sent = List.of();
        if (moves(attached).isEmpty()) {
            return;
        }
        attached.keySet()
                .removeIf(each -> !each.equals(node)
                        && !there.test(LogNames.of(state.members().at(each))));
        sent = moves(attached);
        for (Balance.Move move : sent) {
            LOG.info(
                    "Node {} is sent from control node {} to {}, which has fewer workers.",
                    state.sessions().at(move.session()).node(),
                    move.from(),
                    move.to());
            control.move(move.session(), state.members().at(move.to()).addresses());
        }
    }

    private List<Balance.Move> moves(SortedMap<String, List<Long>> attached) {
        return Balance.moves(attached, node, session -> !fixed.contains(session));
    }

    private static Set<Long> sessions(SortedMap<String, List<Long>> attached) {
        return attached.values().stream().flatMap(List::stream).collect(Collectors.toSet());
    }

    private SortedMap<String, List<Long>> attached(State state, SortedSet<String> voters) {
        SortedMap<String, List<Long>> attached = new TreeMap<>();
        state.members().values().forEach(member -> {
            if (takesWorkers(member, voters)) {
                attached.put(member.name(), new ArrayList<>());
            }
        });
        for (Beat beat : control.beats()) {
            List<Long> sessions = attached.get(beat.getVia());
            if (sessions != null
                    && state.sessions()
                            .get(beat.getSession())
                            .filter(session -> !session.silent() && !session.leaving())
                            .isPresent()) {
                sessions.add(beat.getSession());
            }
        }
        return attached;
    }

    private static boolean takesWorkers(Member member, SortedSet<String> voters) {
        return member.role() == Role.CONTROL
                && voters.contains(LogNames.of(member))
                && !member.addresses().isEmpty();
    }
}
