package org.manyhands.core.place;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The sessions that are not silent and meet one condition, and what steps with that condition need. */
final class Meeting {
    private final String where;
    private final Conditions conditions;
    private final SortedSet<Long> sessions = new TreeSet<>();
    private final SortedMap<String, Kind> kinds = new TreeMap<>();

    /** @param where empty: all meet it */
    Meeting(String where, Conditions conditions) {
        this.where = where;
        this.conditions = conditions;
    }

    String where() {
        return where;
    }

    void become(Shift shift) {
        if (shift.reshaped()) {
            sessions.remove(shift.session());
            shift.now().filter(this::meets).ifPresent(host -> sessions.add(host.id()));
        }
        kinds.values().forEach(kind -> kind.become(shift));
    }

    private boolean meets(Host host) {
        return !host.session().silent() && (where.isEmpty() || conditions.holds(where, host.node(), host.labels()));
    }

    boolean contains(long id) {
        return sessions.contains(id);
    }

    Stream<Long> sessions() {
        return sessions.stream();
    }

    SortedMap<String, Kind> kinds() {
        return kinds;
    }
}
