package org.manyhands.server.leader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Phase;
import org.manyhands.core.state.State;

/** Finds the jobs that {@link Retention} does not keep. */
final class Retainer {
    private final Retention retention;
    private final Sizes sizes;
    private final LongSupplier wallMillis;
    /** Outputs change only with the run of a job once it has ended. */
    private final Map<Long, Sized> known = new HashMap<>();

    /** @param wallMillis milliseconds since 1970 */
    Retainer(Retention retention, Sizes sizes, LongSupplier wallMillis) {
        this.retention = retention;
        this.sizes = sizes;
        this.wallMillis = wallMillis;
    }

    /** How many bytes the outputs of a job have in the store. */
    interface Sizes {
        long bytes(Job job) throws IOException;
    }

    private record Sized(int run, long bytes) {}

    /** The jobs that ended too long ago. */
    List<Job> tooOld(State state) {
        long since = retention.since(wallMillis.getAsLong());
        return state.jobs().values().stream()
                .filter(job -> endedMillis(job) < since)
                .toList();
    }

    /** The jobs that ended first, so many that the outputs of the others fit; reads every pack of what has not ended. */
    List<Job> tooMuch(State state) throws IOException {
        if (!retention.limitsBytes()) {
            return List.of();
        }
        long excess = bytes(state) - retention.keepBytes();
        List<Job> doomed = new ArrayList<>();
        for (Job job : ended(state)) {
            if (excess <= 0) {
                break;
            }
            doomed.add(job);
            excess -= bytes(job);
        }
        return doomed;
    }

    private static List<Job> ended(State state) {
        return state.jobs().values().stream()
                .filter(Job::decided)
                .sorted(Comparator.comparingLong(Retainer::endedMillis).thenComparingLong(Job::id))
                .toList();
    }

    private static long endedMillis(Job job) {
        return job.phase() instanceof Phase.Decided decided ? decided.wallMillis() : Long.MAX_VALUE;
    }

    private long bytes(State state) throws IOException {
        known.keySet().removeIf(id -> state.jobs().get(id).isEmpty());
        long bytes = 0;
        for (Job job : state.jobs().values()) {
            bytes += bytes(job);
        }
        return bytes;
    }

    private long bytes(Job job) throws IOException {
        Sized sized = known.get(job.id());
        if (sized != null && sized.run() == job.run()) {
            return sized.bytes();
        }
        long bytes = sizes.bytes(job);
        if (job.decided()) {
            known.put(job.id(), new Sized(job.run(), bytes));
        }
        return bytes;
    }
}
