package org.manyhands.cli.progress;

import java.util.concurrent.TimeUnit;
import org.manyhands.server.api.JobView;

/** A line now and then, for logs: not in the first seconds, and rarer as the job gets older. */
final class Plain implements Progress {
    private static final long FIRST_SECONDS = 5;
    private static final long AGE_PARTS = 10;

    private final Tally tally = new Tally();
    private final long beganNanos = System.nanoTime();
    private long saidNanos = beganNanos;
    private String toldReason = "";

    @Override
    public void show(JobView job) {
        tally.take(job);
        tally.reason().filter(reason -> !reason.equals(toldReason)).ifPresent(reason -> {
            System.err.println("mh: " + reason);
            toldReason = reason;
        });
        long now = System.nanoTime();
        long pause = Math.max(TimeUnit.SECONDS.toNanos(FIRST_SECONDS), (now - beganNanos) / AGE_PARTS);
        if (job.endedMillis() == 0 && now - saidNanos > pause) {
            saidNanos = now;
            System.err.println("mh: " + job.name() + " " + tally.done + "/" + tally.items + " " + tally.rateText()
                    + tally.eta().map(eta -> " eta " + eta).orElse("")
                    + (tally.failed > 0 ? " " + tally.failed + " failed" : ""));
        }
    }

    @Override
    public void clear() {}
}
