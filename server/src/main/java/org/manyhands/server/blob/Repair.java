package org.manyhands.server.blob;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.manyhands.link.blob.RemoteBlobs;
import org.manyhands.store.Blob;
import org.manyhands.store.BlobMissingException;
import org.manyhands.store.Digest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for blobs of which there are too few copies, and has more made, the rarest first. One thread at a time. */
public final class Repair {
    /** A store that is silent for longer has lost what it had, as far as copies go. */
    private static final long LOST_AFTER_NANOS = TimeUnit.MINUTES.toNanos(5);

    private static final Logger LOG = LoggerFactory.getLogger(Repair.class);

    private final ClusterStore store;
    private final Map<String, Long> silentSinceNanos = new HashMap<>();
    private SortedSet<String> surveyed = new TreeSet<>();
    private volatile Optional<Survey> last = Optional.empty();

    public Repair(ClusterStore store) {
        this.store = store;
    }

    /**
     * What a look at all stores found.
     *
     * @param wallMillis when, milliseconds since 1970
     * @param stores how many were asked
     * @param silent how many do not answer
     * @param wanted how many copies of a blob there should be
     * @param blobs how many are needed
     * @param copied how many copies were made
     * @param thin of how many blobs there are still too few
     * @param lost blobs that no store has; none is called lost while a store is silent
     */
    public record Survey(
            long wallMillis, int stores, int silent, int wanted, int blobs, int copied, int thin, Set<Digest> lost) {}

    /** What was found last; empty if nobody has looked. */
    public Optional<Survey> last() {
        return last;
    }

    /** Makes this node's damaged copies anew. */
    public void heal() {
        for (Digest blob : store.own().damagedBlobs()) {
            try {
                var _ = store.own().putFrom(store, blob);
                LOG.info("The damaged copy of blob {} was made anew.", blob);
            } catch (IOException failed) {
                LOG.debug("The damaged copy of blob {} cannot be made anew: {}", blob, failed.getMessage());
            }
        }
    }

    /** Whether stores came or went since they were last surveyed, and none of them is just away. */
    public boolean due() {
        SortedSet<String> answering = new TreeSet<>();
        long now = System.nanoTime();
        boolean settled = true;
        for (String other : store.others().names()) {
            if (answers(other)) {
                answering.add(other);
                silentSinceNanos.remove(other);
            } else {
                settled &= now - silentSinceNanos.computeIfAbsent(other, _ -> now) > LOST_AFTER_NANOS;
            }
        }
        silentSinceNanos.keySet().retainAll(store.others().names());
        return settled && !answering.equals(surveyed);
    }

    private boolean answers(String other) {
        try {
            var _ = store.remote(other).lacking(List.of());
            return true;
        } catch (IOException silent) {
            return false;
        }
    }

    /**
     * Looks after blobs that are needed.
     *
     * @throws IOException if a store that was not silent for long cannot be asked
     */
    public Survey survey(Set<Digest> needed) throws IOException {
        List<Digest> all = List.copyOf(needed);
        SortedSet<String> answering = new TreeSet<>(store.others().names());
        answering.removeAll(silentSinceNanos.keySet());
        Map<Digest, Integer> copies = new HashMap<>();
        Map<String, Set<Digest>> lacking = new HashMap<>();
        all.forEach(blob -> copies.put(blob, store.own().has(blob).isPresent() ? 1 : 0));
        for (String other : answering) {
            Set<Digest> missing = new HashSet<>(store.remote(other).lacking(all));
            lacking.put(other, missing);
            all.forEach(blob -> copies.merge(blob, missing.contains(blob) ? 0 : 1, Integer::sum));
        }
        Set<Digest> lost = new HashSet<>();
        List<Digest> thin = new ArrayList<>();
        for (Digest blob : all) {
            if (copies.getOrDefault(blob, 0) == 0) {
                lost.add(blob);
            } else if (copies.getOrDefault(blob, 0) < store.wanted()) {
                thin.add(blob);
            }
        }
        thin.sort(Comparator.comparing(copies::get));
        int copied = 0;
        int left = 0;
        for (Digest blob : thin) {
            int made = copy(blob, store.wanted() - copies.getOrDefault(blob, 0), lacking);
            copied += made;
            left += copies.getOrDefault(blob, 0) + made < store.wanted() ? 1 : 0;
        }
        surveyed = answering;
        Survey survey = new Survey(
                System.currentTimeMillis(),
                1 + answering.size(),
                silentSinceNanos.size(),
                store.wanted(),
                all.size(),
                copied,
                left,
                silentSinceNanos.isEmpty() ? lost : Set.of());
        last = Optional.of(survey);
        if (copied + left + lost.size() > 0) {
            LOG.info(
                    "Of {} blobs on {} stores: {} copies made, {} blobs with too few, {} with none.",
                    survey.blobs(),
                    survey.stores(),
                    copied,
                    left,
                    lost.size());
        }
        return survey;
    }

    /** How many of so many copies were made. */
    private int copy(Digest blob, int count, Map<String, Set<Digest>> lacking) {
        int made = 0;
        if (store.own().has(blob).isEmpty() && made(blob, Optional.empty())) {
            made++;
        }
        for (String other : store.order(blob)) {
            boolean lacks = lacking.getOrDefault(other, Set.of()).contains(blob);
            if (made < count && lacks && made(blob, Optional.of(other))) {
                made++;
            }
        }
        return made;
    }

    /** @param other where; empty: here */
    private boolean made(Digest blob, Optional<String> other) {
        try {
            if (other.isEmpty()) {
                var _ = store.own().putFrom(store, blob);
            } else {
                RemoteBlobs to = store.remote(other.get());
                try (Blob there = store.open(blob)) {
                    var _ = to.fetch(blob, there.storedBytes());
                }
            }
            return true;
        } catch (BlobMissingException gone) {
            return false;
        } catch (IOException failed) {
            LOG.warn("Blob {} cannot be copied to {}: {}", blob, other.orElse("this node"), failed.getMessage());
            return false;
        }
    }
}
