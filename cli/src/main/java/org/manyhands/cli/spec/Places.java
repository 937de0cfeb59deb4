package org.manyhands.cli.spec;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where in a job file each value of a step stands; empty for a job made of flags. */
public final class Places {
    private final Map<Key, Location> known = new HashMap<>();

    /** No places: the job came from flags. */
    public static Places none() {
        return new Places();
    }

    void put(String step, String key, Location place) {
        known.put(new Key(step, key), place);
    }

    /** The place of a key, or of the step if that is not known; the job itself is the step "". */
    Optional<Location> of(String step, String key) {
        return Optional.ofNullable(known.getOrDefault(new Key(step, key), known.get(new Key(step, ""))));
    }

    /** The place of one element of a list or one entry of a map. */
    Optional<Location> of(String step, String key, Object element) {
        Location place = known.get(new Key(step, key + "." + element));
        return place == null ? of(step, key) : Optional.of(place);
    }

    private record Key(String step, String key) {}
}
