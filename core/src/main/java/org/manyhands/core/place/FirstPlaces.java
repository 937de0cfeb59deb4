package org.manyhands.core.place;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which free places of nodes a step takes first, where it matters: each time where the fewest of its tasks run, by the group over
 * which it is spread, then the nearest to what it reads, then the emptiest.
 */
final class FirstPlaces {
    private final List<Offer> offers;
    private final SortedMap<String, Long> groups = new TreeMap<>();
    private final PriorityQueue<Candidate> queue;
    private final long[] counts;

    /** A place on one node, as it looked when it was queued. */
    private record Candidate(int offer, long group, int distance, long used) {}

    private FirstPlaces(List<Offer> offers) {
        this.offers = offers;
        counts = new long[offers.size()];
        queue = new PriorityQueue<>(Comparator.comparingLong(Candidate::group)
                .thenComparingInt(Candidate::distance)
                .thenComparingLong(Candidate::used)
                .thenComparingInt(Candidate::offer));
        offers.forEach(offer -> groups.merge(offer.site().group(), offer.lease().used(), Long::sum));
    }

    /** Whether these offers differ in anything but their room. */
    static boolean matter(List<Offer> offers) {
        return offers.stream().anyMatch(offer -> !offer.alike(offers.getFirst()));
    }

    /** How many of so many tasks that begin at once should go to each node. */
    static long[] of(List<Offer> offers, long tasks) {
        return new FirstPlaces(offers).choose(tasks);
    }

    private long[] choose(long tasks) {
        for (int i = 0; i < offers.size(); i++) {
            queue(i);
        }
        long left = tasks;
        while (left > 0 && !queue.isEmpty()) {
            Candidate best = queue.remove();
            // A group fills while its nodes wait in the queue; it never empties, so whoever is the first by now is the
            // first.
            if (best.group < groupUsed(best.offer)) {
                queue(best.offer);
            } else {
                counts[best.offer]++;
                groups.merge(offers.get(best.offer).site().group(), 1L, Long::sum);
                left--;
                queue(best.offer);
            }
        }
        return counts;
    }

    private void queue(int i) {
        Offer offer = offers.get(i);
        long used = offer.lease().items().size() + counts[i];
        if (used < offer.width()) {
            queue.add(new Candidate(i, groupUsed(i), offer.site().distance(), used));
        }
    }

    private long groupUsed(int i) {
        return groups.getOrDefault(offers.get(i).site().group(), 0L);
    }
}
