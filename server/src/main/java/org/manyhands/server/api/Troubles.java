package org.manyhands.server.api;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.manyhands.core.StepRef;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.wire.Beat;

/** Nodes that start nothing for now, as their last beats tell. */
final class Troubles {
    private final SortedMap<Long, String> sentences = new TreeMap<>();
    private final State state;

    Troubles(State state, List<Beat> beats) {
        this.state = state;
        for (Beat beat : beats) {
            if (!beat.getTrouble().isEmpty()) {
                state.sessions()
                        .get(beat.getSession())
                        .ifPresent(session -> sentences.put(
                                session.id(), "node " + session.node() + " starts nothing: " + beat.getTrouble()));
            }
        }
    }

    /** Of one node; empty if it has none. */
    String of(Session session) {
        return sentences.getOrDefault(session.id(), "");
    }

    /** What keeps items of a step from being started where they are held; empty if nothing does. */
    String of(StepRef step) {
        return sentences.entrySet().stream()
                .filter(entry -> state.sessions().at(entry.getKey()).leases().containsKey(step))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining("; "));
    }
}
