package org.manyhands.server.leader;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Who should keep the log: an odd number of the control nodes, so that each of them makes it safer. */
public final class Voters {
    /** More of them make each entry slower and nothing safer. */
    public static final int VOTERS_MAX = 5;

    private final Set<Rule> rules;

    public Voters() {
        this(EnumSet.allOf(Rule.class));
    }

    private Voters(Set<Rule> rules) {
        this.rules = rules;
    }

    /** One with a rule switched off, for the simulation to find. */
    public static Voters without(Rule rule) {
        return new Voters(EnumSet.complementOf(EnumSet.of(rule)));
    }

    /**
     * The next step, of one member more or less; empty: all is as it should be.
     *
     * @param now who keeps the log
     * @param members the control nodes of the cluster, by their names in the log
     * @param there whether one that does not keep it yet can be reached
     */
    public Optional<SortedSet<String>> next(SortedSet<String> now, SortedSet<String> members, Predicate<String> there) {
        SortedSet<String> wanted = new TreeSet<>(now);
        Optional<String> gone =
                now.stream().filter(each -> !members.contains(each)).findFirst();
        boolean last = gone.isPresent() && now.size() == 1;
        if (gone.isPresent() && !last) {
            wanted.remove(gone.get());
            return Optional.of(wanted);
        }
        List<String> ready = new ArrayList<>(members);
        ready.removeAll(now);
        ready.removeIf(there.negate());
        if (last && (ready.isEmpty() || !rules.contains(Rule.LAST_VOTER_HANDS_ON))) {
            return Optional.empty();
        }
        int most = Math.min(now.size() + ready.size(), VOTERS_MAX);
        int odd = most % 2 == 0 ? most - 1 : most;
        if (odd <= now.size() && !last) {
            return Optional.empty();
        }
        wanted.add(ready.getFirst());
        return Optional.of(wanted);
    }
}
