package org.manyhands.core.place;

import java.util.Comparator;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.manyhands.core.state.Lease;

/** The sessions that have items of a step, by how many run there, and then by how many there are. */
final class Holders {
    private static final Comparator<Holder> ORDER = Comparator.comparingLong(Holder::used)
            .thenComparingLong(Holder::items)
            .thenComparingLong(Holder::session);

    private final NavigableSet<Holder> holders = new TreeSet<>(ORDER);
    private long running;

    private record Holder(long used, long items, long session) {
        static Holder of(long session, Lease lease) {
            return new Holder(lease.used(), lease.items().size(), session);
        }
    }

    void add(long session, Lease lease) {
        holders.add(Holder.of(session, lease));
        running += lease.used();
    }

    void remove(long session, Lease lease) {
        holders.remove(Holder.of(session, lease));
        running -= lease.used();
    }

    boolean isEmpty() {
        return holders.isEmpty();
    }

    /** How many tasks of the step run, over all sessions. */
    long running() {
        return running;
    }

    Stream<Long> sessions() {
        return holders.stream().map(Holder::session);
    }

    /** Those that have no more items than it takes, for as many as run there, to count as few. */
    SortedSet<Long> low(LongUnaryOperator most) {
        SortedSet<Long> low = new TreeSet<>();
        Holder first = holders.isEmpty() ? null : holders.first();
        while (first != null) {
            long used = first.used;
            long enough = most.applyAsLong(used);
            for (Holder holder : holders.tailSet(first)) {
                if (holder.used != used || holder.items > enough) {
                    break;
                }
                low.add(holder.session);
            }
            first = holders.higher(new Holder(used, Long.MAX_VALUE, Long.MAX_VALUE));
        }
        return low;
    }
}
