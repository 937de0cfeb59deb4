package org.manyhands.cli.verb;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.client.OutOfReachException;
import org.manyhands.cli.client.ProblemException;
import org.manyhands.server.api.JobView;

/** A run that holds the node goes on for the jobs that others have given it meanwhile. */
final class Others {
    private static final long LOOK_MILLIS = 200;

    private Others() {}

    /** Returns when no job that came after this one is left, or at Ctrl-C. */
    static void serve(Cluster cluster, JobView own) throws ProblemException, OutOfReachException, InterruptedException {
        AtomicBoolean interrupted = new AtomicBoolean();
        Interrupts.handle(() -> interrupted.set(true));
        boolean said = false;
        while (cluster.isNode() && !interrupted.get()) {
            List<String> open = cluster.jobs().stream()
                    .filter(job -> Long.parseLong(job.id()) > Long.parseLong(own.id()))
                    .filter(job -> job.owesNotice() || runs(job))
                    .map(JobView::id)
                    .toList();
            if (open.isEmpty()) {
                return;
            }
            if (!said) {
                said = true;
                CommandLines.say("this process still runs job " + String.join(", ", open)
                        + " of another mh (Ctrl-C: leave it to that one)");
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static boolean runs(JobView job) {
        return job.endedMillis() == 0
                && job.steps().stream().anyMatch(step -> step.running() + step.queuedOnNode() + step.committing() > 0);
    }
}
