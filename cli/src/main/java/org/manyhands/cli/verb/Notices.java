package org.manyhands.cli.verb;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.client.OutOfReachException;
import org.manyhands.cli.client.ProblemException;
import org.manyhands.server.api.JobView;

/** A verb that follows a job to its end stays until everybody is told of it, who may be told by this very process. */
final class Notices {
    private static final long LOOK_MILLIS = 100;
    /** For what is asked and recorded around them. */
    private static final long MARGIN_MILLIS = 10_000;

    private Notices() {}

    /** Waits, as long as all of them may take one after the other; the job as it is then. */
    static JobView await(Cluster cluster, JobView ended, BooleanSupplier enough)
            throws ProblemException, OutOfReachException, InterruptedException {
        JobView job = ended;
        long beginNanos = System.nanoTime();
        long limitNanos = TimeUnit.MILLISECONDS.toNanos(limitMillis(ended));
        while (job.owesNotice() && !enough.getAsBoolean() && System.nanoTime() - beginNanos < limitNanos) {
            Thread.sleep(LOOK_MILLIS);
            job = cluster.job(job.id());
        }
        return job;
    }

    private static long limitMillis(JobView job) {
        return MARGIN_MILLIS
                + job.notifications().stream()
                        .mapToLong(JobView.NotificationView::timeoutMillis)
                        .sum();
    }

    /** A line for each that was not reached. */
    static void say(JobView job) {
        for (JobView.NotificationView notification : job.notifications()) {
            switch (notification.state()) {
                case "failed" ->
                    CommandLines.say("notify: " + notification.outcome() + " (" + notification.what() + ")");
                case "owed" ->
                    CommandLines.say("notify: not told yet, and owed until a node that runs tasks has done it ("
                            + notification.what() + ")");
                default -> {}
            }
        }
    }
}
