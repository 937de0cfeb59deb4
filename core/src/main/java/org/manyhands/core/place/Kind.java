package org.manyhands.core.place;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What steps have in common that want the same of nodes; and the nodes by what they are to them, kept from pass to pass. */
final class Kind {
    private final Meeting meeting;
    private final String text;
    private final SortedMap<String, Long> demand;
    private final SortedSet<Long> open = new TreeSet<>();
    private final SortedSet<Long> able = new TreeSet<>();
    private final SortedSet<Long> free = new TreeSet<>();
    private Optional<Lack> lack = Optional.empty();
    private int users;

    /**
     * Why no node could run a task even if it were idle.
     *
     * @param shortages of the nodes that meet the condition, the nearest first
     * @param drained the names of nodes that could, if they took anything new
     */
    record Lack(List<Decision.Shortage> shortages, List<String> drained) {}

    /**
     * @param text one for each demand
     * @param demand what one task needs of its node
     */
    Kind(Meeting meeting, String text, SortedMap<String, Long> demand) {
        this.meeting = meeting;
        this.text = text;
        this.demand = Collections.unmodifiableSortedMap(new TreeMap<>(demand));
    }

    Meeting meeting() {
        return meeting;
    }

    String text() {
        return text;
    }

    SortedMap<String, Long> demand() {
        return demand;
    }

    Kind use() {
        users++;
        return this;
    }

    /** Whether somebody still uses it. */
    boolean unuse() {
        users--;
        return users > 0;
    }

    void become(Shift shift) {
        long id = shift.session();
        if (shift.reshaped()) {
            boolean meets = shift.open() && meeting.contains(id);
            mark(open, id, meets);
            mark(
                    able,
                    id,
                    meets && shift.now().filter(host -> host.able(demand)).isPresent());
            lack = Optional.empty();
        }
        mark(free, id, open.contains(id) && shift.now().filter(this::free).isPresent());
    }

    private boolean free(Host host) {
        return host.fits(demand, Collections.emptySortedMap()) > 0;
    }

    private static void mark(SortedSet<Long> some, long id, boolean is) {
        if (is) {
            some.add(id);
        } else {
            some.remove(id);
        }
    }

    /** How many get new tasks and meet the condition. */
    int open() {
        return open.size();
    }

    boolean opens(long id) {
        return open.contains(id);
    }

    /** Those of them that could run a task if they were idle. */
    SortedSet<Long> able() {
        return able;
    }

    /** Those of them that had room for one more when the pass began. */
    SortedSet<Long> free() {
        return free;
    }

    Lack lack(Hosts hosts) {
        Lack known = lack.orElseGet(() -> new Lack(shortages(hosts), drained(hosts)));
        lack = Optional.of(known);
        return known;
    }

    private List<String> drained(Hosts hosts) {
        return meeting.sessions()
                .filter(id -> !hosts.open(id))
                .map(hosts::at)
                .filter(host -> host.able(demand))
                .map(Host::node)
                .toList();
    }

    private List<Decision.Shortage> shortages(Hosts hosts) {
        List<Decision.Shortage> shortages = new ArrayList<>();
        open.forEach(id -> shortage(hosts.at(id)).ifPresent(shortages::add));
        shortages.sort(Comparator.comparingDouble(Decision.Shortage::ratio).thenComparing(Decision.Shortage::node));
        return shortages;
    }

    private Optional<Decision.Shortage> shortage(Host host) {
        return shortages(host).max(Comparator.comparingDouble(Decision.Shortage::ratio));
    }

    private Stream<Decision.Shortage> shortages(Host host) {
        return demand.entrySet().stream()
                .map(need -> shortage(host, need))
                .filter(shortage -> shortage.has() < shortage.needs());
    }

    private static Decision.Shortage shortage(Host host, Map.Entry<String, Long> need) {
        return new Decision.Shortage(host.node(), need.getKey(), host.has(need.getKey()), need.getValue());
    }
}
