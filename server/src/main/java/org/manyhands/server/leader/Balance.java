package org.manyhands.server.leader;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.LongPredicate;

/** Which workers attach to another control node, so that all have about as many; the one that leads has other things to do as well. */
final class Balance {
    /** A control node that has so many more than another gives one away. */
    static final int UNEVEN_MIN = 2;

    /** For how many workers leading counts. */
    static final int LEADING = 1;

    private Balance() {}

    /** A worker, by its session, that goes from one control node to another. */
    record Move(long session, String from, String to) {}

    /** A control node while moves are thought out. */
    private static final class Place {
        private final String node;
        private final Deque<Long> movable = new ArrayDeque<>();
        private int load;

        Place(String node, int load) {
            this.node = node;
            this.load = load;
        }
    }

    /**
     * The fewest moves after which it is as even as it can be.
     *
     * @param attached the sessions of the workers of each control node that can be reached, by their names; also of one without any
     * @param leader the name of the one that leads
     * @param movable whether a session may go elsewhere
     */
    static List<Move> moves(SortedMap<String, List<Long>> attached, String leader, LongPredicate movable) {
        List<Place> places = new ArrayList<>();
        attached.forEach((node, sessions) -> {
            Place place = new Place(node, sessions.size() + (node.equals(leader) ? LEADING : 0));
            sessions.stream().filter(movable::test).forEach(place.movable::add);
            places.add(place);
        });
        List<Move> moves = new ArrayList<>();
        Optional<Move> next = next(places);
        while (next.isPresent()) {
            moves.add(next.get());
            next = next(places);
        }
        return moves;
    }

    private static Optional<Move> next(Collection<Place> places) {
        Comparator<Place> load = Comparator.comparingInt(place -> place.load);
        Optional<Place> most =
                places.stream().filter(place -> !place.movable.isEmpty()).max(load);
        Optional<Place> least = places.stream().min(load);
        if (most.isEmpty() || least.isEmpty() || most.get().load - least.get().load < UNEVEN_MIN) {
            return Optional.empty();
        }
        most.get().load--;
        least.get().load++;
        return Optional.of(new Move(most.get().movable.removeLast(), most.get().node, least.get().node));
    }
}
