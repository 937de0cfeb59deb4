package org.manyhands.server.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.manyhands.core.command.Event;
import org.manyhands.core.items.ItemSet;

/** Where the tasks went that were taken back from nodes. Not thread-safe. */
final class Moves {
    /** So many nodes are named for each time. */
    private static final int NODES_MAX = 8;

    private final Map<EventView, Move> told = new HashMap<>();
    private final List<Move> open = new ArrayList<>();

    /** What was taken back at once, of which some may not have been given again yet. */
    private static final class Move {
        private final Event.ItemsFreed freed;
        private final SortedMap<String, ItemSet> given = new TreeMap<>();
        private ItemSet left;

        Move(Event.ItemsFreed freed) {
            this.freed = freed;
            left = freed.items();
        }

        void granted(Event.ItemsGranted granted) {
            ItemSet some = left.and(granted.items());
            if (granted.step().equals(freed.step()) && !some.isEmpty()) {
                given.merge(granted.node(), some, ItemSet::or);
                left = left.andNot(some);
            }
        }

        String where() {
            String nodes = given.entrySet().stream()
                    .limit(NODES_MAX)
                    .map(node -> node.getKey() + " (" + Happenings.tasks(node.getValue()) + ")")
                    .collect(Collectors.joining(", "));
            return nodes + (given.size() > NODES_MAX ? " and others" : "");
        }
    }

    /** An event, as it is told. */
    void told(Event event, EventView view) {
        if (event instanceof Event.ItemsFreed freed) {
            Move move = new Move(freed);
            open.add(move);
            told.put(view, move);
        }
    }

    /** The next event, told or not. */
    void happened(Event event) {
        if (event instanceof Event.ItemsGranted granted) {
            open.forEach(move -> move.granted(granted));
            open.removeIf(move -> move.left.isEmpty());
        }
    }

    /** The same event, with where its tasks went if any did. */
    EventView with(EventView view) {
        Move move = told.get(view);
        return move == null || move.given.isEmpty() ? view : view.withText(view.text() + "; then to " + move.where());
    }
}
