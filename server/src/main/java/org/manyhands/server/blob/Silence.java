package org.manyhands.server.blob;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Which stores do not answer, and for how long: one that is just away is waited for. One thread at a time. */
public final class Silence {
    private final long lostAfterNanos;
    private final Map<String, Long> sinceNanos = new HashMap<>();

    /** @param lostAfterNanos a store that is silent for longer has lost what it had, as far as copies go */
    public Silence(long lostAfterNanos) {
        this.lostAfterNanos = lostAfterNanos;
    }

    /**
     * Takes note of who answered.
     *
     * @param stores all that there are
     * @return whether nobody is just away
     */
    public boolean heard(Collection<String> stores, Set<String> answering, long nowNanos) {
        sinceNanos.keySet().retainAll(stores);
        boolean settled = true;
        for (String store : stores) {
            if (answering.contains(store)) {
                sinceNanos.remove(store);
            } else {
                settled &= nowNanos - sinceNanos.computeIfAbsent(store, _ -> nowNanos) > lostAfterNanos;
            }
        }
        return settled;
    }

    /** Who did not answer when last asked. */
    public Set<String> silent() {
        return sinceNanos.keySet();
    }
}
