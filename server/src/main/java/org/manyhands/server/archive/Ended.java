package org.manyhands.server.archive;

import java.util.Comparator;
import java.util.List;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Phase;
import org.manyhands.core.state.State;

/** Which jobs have ended, and are not among the last that did. */
public final class Ended {
    private Ended() {}

    /**
     * The jobs to be archived, those that ended first before others. What is still to be told of its end is not among them.
     *
     * @param kept so many of those that ended last stay
     */
    public static List<Job> beyond(State state, int kept) {
        List<Job> ended = state.jobs().values().stream().filter(Job::decided).toList();
        return ended.size() <= kept
                ? List.of()
                : ended.stream()
                        .sorted(Comparator.comparingLong(Ended::ticks).thenComparingLong(Job::id))
                        .limit(ended.size() - kept)
                        .filter(job -> !job.owesNotice())
                        .toList();
    }

    private static long ticks(Job job) {
        return job.phase() instanceof Phase.Decided decided ? decided.ticks() : Long.MAX_VALUE;
    }
}
