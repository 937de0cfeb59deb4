package org.manyhands.server.leader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.manyhands.core.state.Archived;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Phase;
import org.manyhands.core.state.State;
import org.manyhands.server.archive.Pages;

/** Finds the jobs that {@link Retention} does not keep. */
final class Retainer {
    private final Retention retention;
    private final Pages pages;
    private final Sizes sizes;
    private final LongSupplier wallMillis;
    /** Outputs change only with the run of a job once it has ended. */
    private final Map<Long, Sized> known = new HashMap<>();

    /** @param wallMillis milliseconds since 1970 */
    Retainer(Retention retention, Pages pages, Sizes sizes, LongSupplier wallMillis) {
        this.retention = retention;
        this.pages = pages;
        this.sizes = sizes;
        this.wallMillis = wallMillis;
    }

    /** How many bytes the outputs of a job have in the store. */
    interface Sizes {
        long bytes(Job job) throws IOException;
    }

    private record Sized(int run, long bytes) {}

    /** A job that has ended, kept in the state or as a page. */
    private record Ended(long id, int run, long endedMillis) {}

    /** The jobs that ended too long ago. */
    List<Long> tooOld(State state) {
        if (!retention.limitsAge()) {
            return List.of();
        }
        long since = retention.since(wallMillis.getAsLong());
        return ended(state)
                .filter(job -> job.endedMillis() < since)
                .map(Ended::id)
                .toList();
    }

    /** The jobs that ended first, so many that the outputs of the others fit; reads every pack of what is not known yet. */
    List<Long> tooMuch(State state) throws IOException {
        if (!retention.limitsBytes()) {
            return List.of();
        }
        long excess = bytes(state) - retention.keepBytes();
        List<Long> doomed = new ArrayList<>();
        Iterator<Ended> first = ended(state)
                .sorted(Comparator.comparingLong(Ended::endedMillis).thenComparingLong(Ended::id))
                .iterator();
        while (excess > 0 && first.hasNext()) {
            Ended job = first.next();
            doomed.add(job.id());
            excess -= bytes(state, job.id(), job.run());
        }
        return doomed;
    }

    private static Stream<Ended> ended(State state) {
        Stream<Ended> kept = state.jobs().values().stream()
                .flatMap(job -> job.phase() instanceof Phase.Decided decided
                        ? Stream.of(new Ended(job.id(), job.run(), decided.wallMillis()))
                        : Stream.empty());
        Stream<Ended> archived =
                state.archived().values().stream().map(job -> new Ended(job.id(), job.run(), job.endedWallMillis()));
        return Stream.concat(kept, archived);
    }

    private long bytes(State state) throws IOException {
        known.keySet().removeIf(id -> !state.knows(id));
        long bytes = 0;
        for (Job job : state.jobs().values()) {
            bytes += bytes(state, job.id(), job.run());
        }
        for (Archived job : state.archived().values()) {
            bytes += bytes(state, job.id(), job.run());
        }
        return bytes;
    }

    private long bytes(State state, long id, int run) throws IOException {
        Sized sized = known.get(id);
        if (sized != null && sized.run() == run) {
            return sized.bytes();
        }
        Job job = pages.find(state, id).orElseThrow();
        long bytes = sizes.bytes(job);
        if (job.decided()) {
            known.put(id, new Sized(run, bytes));
        }
        return bytes;
    }
}
