package org.manyhands.core.place;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.State;

/** The jobs that run, kept from pass to pass in the order in which they were served last. */
final class Backlog {
    private final SortedMap<Long, RunningJob> jobs = new TreeMap<>();
    private final List<RunningJob> order = new ArrayList<>();
    private final Kinds kinds;
    private final Counts<Long> dues;

    /** @param dues where to count when back-offs end */
    Backlog(Kinds kinds, Counts<Long> dues) {
        this.kinds = kinds;
        this.dues = dues;
    }

    /** Takes these jobs as the state has them, if it does and they run. */
    void become(State state, List<Long> changed) {
        for (long id : changed) {
            Optional<RunningJob> known = Optional.ofNullable(jobs.get(id));
            Optional<Job> now = state.jobs().get(id).filter(Job::running);
            known.ifPresent(job -> count(job, -1));
            if (now.isPresent()) {
                RunningJob job = known.orElseGet(() -> enter(now.get()));
                job.become(now.get());
                count(job, 1);
            } else {
                known.ifPresent(this::leave);
            }
        }
    }

    private void count(RunningJob job, long more) {
        job.dues().forEach(due -> dues.add(due, more));
    }

    private RunningJob enter(Job job) {
        RunningJob entering = new RunningJob(job, kinds);
        jobs.put(job.id(), entering);
        order.add(entering);
        return entering;
    }

    private void leave(RunningJob job) {
        job.leave();
        jobs.remove(job.id());
        order.remove(job);
    }

    /** By priority, then by what their owners use, then by age. */
    List<RunningJob> inOrder(Hosts hosts) {
        // Nearly what it was, which is quick to sort.
        order.sort(
                Comparator.<RunningJob>comparingInt(each -> -each.job().plan().priority())
                        .thenComparingLong(each -> hosts.share(each.job().plan().owner()))
                        .thenComparingLong(RunningJob::id));
        return order;
    }
}
