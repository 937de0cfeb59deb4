package org.manyhands.store.pack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.manyhands.store.BlobSource;
import org.manyhands.store.Digest;

/**
 * The committed results of a step: of an item, the record in the newest commit that has it and does not refuse it. Packs
 * are opened when first needed and stay open, at most {@value #READERS_MAX}; the longest unused is closed for another.
 *
 * <p>Safe for concurrent use: lookups exclude each other, what they give may be read by anybody until this is closed.
 */
public final class StepCommits implements AutoCloseable {
    private static final int READERS_MAX = 1_100;

    private final BlobSource source;
    private final long job;
    private final int step;
    private List<Commit> newestFirst;
    private final Map<Digest, PackReader> packs = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Digest, PackIndexReader> indexes = new LinkedHashMap<>();

    /**
     * A commit of the step.
     *
     * @param index whether the blob is an index that stands for many packs
     * @param first the lowest item that counted
     * @param last the highest
     * @param refused items of the pack that did not count
     */
    public record Commit(Digest pack, boolean index, long first, long last, LongPredicate refused) {}

    /** @param commits oldest first */
    public StepCommits(BlobSource source, long job, int step, List<Commit> commits) {
        this.source = source;
        this.job = job;
        this.step = step;
        newestFirst = new ArrayList<>(commits).reversed();
    }

    /** From now on these are the commits, oldest first; packs that are open stay open. */
    public synchronized void update(List<Commit> commits) {
        newestFirst = new ArrayList<>(commits).reversed();
    }

    /** The record of an item with its outputs; empty if no commit has it. */
    public synchronized Optional<PackEntry> find(long item) throws IOException {
        for (Commit commit : newestFirst) {
            if (item >= commit.first()
                    && item <= commit.last()
                    && !commit.refused().test(item)) {
                Optional<PackEntry> found = find(commit, item);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<PackEntry> find(Commit commit, long item) throws IOException {
        if (!commit.index()) {
            return pack(commit.pack()).find(job, step, item);
        }
        PackIndexReader index = indexes.get(commit.pack());
        if (index == null) {
            index = PackIndexReader.open(source, commit.pack());
            indexes.put(commit.pack(), index);
        }
        Optional<Digest> pack = index.packOf(job, step, item);
        return pack.isPresent() ? pack(pack.get()).find(job, step, item) : Optional.empty();
    }

    private PackReader pack(Digest name) throws IOException {
        PackReader reader = packs.get(name);
        if (reader == null) {
            if (packs.size() == READERS_MAX) {
                Iterator<PackReader> eldest = packs.values().iterator();
                PackReader unwanted = eldest.next();
                eldest.remove();
                unwanted.close();
            }
            reader = PackReader.open(source, name);
            packs.put(name, reader);
        }
        return reader;
    }

    @Override
    public synchronized void close() throws IOException {
        for (PackReader reader : packs.values()) {
            reader.close();
        }
        for (PackIndexReader reader : indexes.values()) {
            reader.close();
        }
        packs.clear();
        indexes.clear();
    }
}
