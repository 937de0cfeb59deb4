package org.manyhands.core.place;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the cluster as a whole has so much of, and what of it is free, kept up to date within one pass. */
final class Shared {
    private final SortedMap<String, Long> has;
    private final SortedMap<String, Long> free = new TreeMap<>();

    Shared(SortedMap<String, Long> resources, Hosts hosts) {
        has = resources;
        has.forEach((name, amount) -> free.put(name, amount - hosts.used(name)));
    }

    boolean has(String resource) {
        return has.containsKey(resource);
    }

    /** How many tasks more it is enough for; negative if it was made less than what is in use. */
    long fits(SortedMap<String, Long> demand) {
        long fits = Long.MAX_VALUE;
        for (Map.Entry<String, Long> need : demand.entrySet()) {
            if (has(need.getKey()) && need.getValue() > 0) {
                fits = Math.min(fits, Math.floorDiv(free(need.getKey()), need.getValue()));
            }
        }
        return fits;
    }

    /** So many tasks more run. */
    void use(SortedMap<String, Long> demand, long tasks) {
        demand.forEach((resource, amount) -> free.computeIfPresent(resource, (_, left) -> left - amount * tasks));
    }

    /** What is not enough for one task more is kept for it: later steps get nothing of it in this pass, and so give way. */
    void reserve(SortedMap<String, Long> demand) {
        demand.forEach((resource, amount) ->
                free.computeIfPresent(resource, (_, left) -> amount > 0 && left < amount ? Math.min(-1, left) : left));
    }

    Optional<Decision> tooLittle(SortedMap<String, Long> demand, long items) {
        return demand.entrySet().stream()
                .filter(need -> has(need.getKey()) && need.getValue() > has.getOrDefault(need.getKey(), 0L))
                .findFirst()
                .map(need -> new Decision.TooLittle(
                        items, need.getKey(), has.getOrDefault(need.getKey(), 0L), need.getValue()));
    }

    Optional<Decision> inUse(SortedMap<String, Long> demand, long items) {
        return demand.entrySet().stream()
                .filter(need -> has(need.getKey()) && need.getValue() > free(need.getKey()))
                .findFirst()
                .map(need ->
                        new Decision.InUse(items, need.getKey(), has.getOrDefault(need.getKey(), 0L), need.getValue()));
    }

    private long free(String resource) {
        return free.getOrDefault(resource, 0L);
    }
}
