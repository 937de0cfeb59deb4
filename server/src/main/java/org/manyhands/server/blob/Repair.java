package org.manyhands.server.blob;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.manyhands.store.BlobMissingException;
import org.manyhands.store.Digest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for blobs of which there are too few copies, and has more made, the rarest first. One thread at a time. */
public final class Repair {
    /** A store that is silent for longer has lost what it had, as far as copies go. */
    private static final long LOST_AFTER_NANOS = TimeUnit.MINUTES.toNanos(5);

    /** The store of this node, which has no name in the log. */
    private static final String OWN = "this node";

    private static final Logger LOG = LoggerFactory.getLogger(Repair.class);

    private final ClusterStore store;
    private final Silence silence = new Silence(LOST_AFTER_NANOS);
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
     * @param thin of how many blobs there are still too few
     * @param lost blobs that no store has; none is called lost while a store is silent
     */
    public record Survey(long wallMillis, int stores, int silent, int wanted, int blobs, int thin, Set<Digest> lost) {}

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
        List<String> others = store.others().names();
        SortedSet<String> answering =
                others.stream().filter(this::answers).collect(Collectors.toCollection(TreeSet::new));
        return silence.heard(others, answering, System.nanoTime()) && !answering.equals(surveyed);
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
        SortedSet<String> answering = new TreeSet<>(store.others().names());
        answering.removeAll(silence.silent());
        Map<String, Set<Digest>> lacking = lacking(List.copyOf(needed), answering);
        CopyPlan plan =
                CopyPlan.of(needed, lacking, store.wanted(), silence.silent().isEmpty(), Rule.all());
        List<Digest> thin = plan.thin();
        int left = 0;
        for (Digest blob : thin) {
            left += copy(blob, plan.missing(blob), lacking) < plan.missing(blob) ? 1 : 0;
        }
        surveyed = answering;
        Survey survey = new Survey(
                System.currentTimeMillis(),
                lacking.size(),
                silence.silent().size(),
                store.wanted(),
                needed.size(),
                left,
                plan.lost());
        last = Optional.of(survey);
        if (!thin.isEmpty() || !plan.nowhere().isEmpty()) {
            LOG.info(
                    "Of {} blobs on {} stores {} had too few copies and {} still have; {} have none.",
                    survey.blobs(),
                    survey.stores(),
                    thin.size(),
                    left,
                    plan.nowhere().size());
        }
        return survey;
    }

    /** By store, this node's own among them, what is not there. */
    private Map<String, Set<Digest>> lacking(List<Digest> blobs, SortedSet<String> others) throws IOException {
        Map<String, Set<Digest>> lacking = new HashMap<>();
        Set<Digest> here = new HashSet<>(blobs);
        here.removeIf(blob -> store.own().has(blob).isPresent());
        lacking.put(OWN, here);
        for (String other : others) {
            lacking.put(other, new HashSet<>(store.remote(other).lacking(blobs)));
        }
        return lacking;
    }

    /** How many of so many copies were made. */
    private int copy(Digest blob, int count, Map<String, Set<Digest>> lacking) {
        List<String> order = new ArrayList<>(List.of(OWN));
        order.addAll(store.order(blob));
        int made = 0;
        for (String place : order) {
            boolean lacks = lacking.getOrDefault(place, Set.of()).contains(blob);
            if (made < count && lacks && copied(blob, place)) {
                made++;
            }
        }
        return made;
    }

    private boolean copied(Digest blob, String place) {
        try {
            var _ = place.equals(OWN) ? store.own().putFrom(store, blob) : store.copyTo(place, blob);
            return true;
        } catch (BlobMissingException gone) {
            return false;
        } catch (IOException failed) {
            LOG.warn("Blob {} cannot be copied to {}: {}", blob, place, failed.getMessage());
            return false;
        }
    }
}
