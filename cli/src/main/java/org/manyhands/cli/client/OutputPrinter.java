package org.manyhands.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.concurrent.TimeUnit;
import org.manyhands.core.items.ItemSet;
import org.manyhands.server.api.JobView;
import org.manyhands.store.BlobMissingException;
import org.manyhands.store.pack.PackEntry;
import org.manyhands.wire.StepResults;

/** Prints committed output as it comes: step after step, and within a step in the order of the items unless told otherwise. */
public final class OutputPrinter implements AutoCloseable {
    /** Who follows a job rests for so many times as long as a look took, and leaves the cores to the tasks. */
    private static final int REST = 4;

    private static final long PACE_MILLIS_MAX = 250;

    /** Who follows a job looks at it again after so long, also while there is more to print: output may be far away. */
    private static final long LOOK_NANOS_MAX = TimeUnit.SECONDS.toNanos(2);

    private final Cluster cluster;
    private final boolean ordered;
    private final OutputStream out;
    private final OutputStream err;
    private final Runnable beforeOutput;
    private final List<Following> steps = new ArrayList<>();
    private long paceMillis;
    private boolean all;

    private static final class Following {
        private final StepOutput output;
        private ItemSet printed = ItemSet.EMPTY;
        private ItemSet withFiles = ItemSet.EMPTY;
        private long next;
        private long settledBefore;

        private Following(StepOutput output) {
            this.output = output;
        }
    }

    /** @param beforeOutput is run before anything is printed, so that a progress bar can make room */
    public OutputPrinter(Cluster cluster, boolean ordered, OutputStream out, OutputStream err, Runnable beforeOutput) {
        this.cluster = cluster;
        this.ordered = ordered;
        this.out = out;
        this.err = err;
        this.beforeOutput = beforeOutput;
    }

    /** Prints what has come since: all of it when the job is over, else for a while. */
    public void advance(JobView job) throws IOException, ProblemException, OutOfReachException, InterruptedException {
        long begin = System.nanoTime();
        all = job.endedMillis() > 0;
        print(job);
        paceMillis = Math.min(PACE_MILLIS_MAX, REST * TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    }

    /** How long the next look should wait for more than one piece of news: {@link Cluster#jobAfter}. */
    public long paceMillis() {
        return paceMillis;
    }

    private void print(JobView job) throws IOException, ProblemException, OutOfReachException, InterruptedException {
        for (JobView.StepView view : job.steps()) {
            long settled = view.ok() + view.failed() + view.cancelled();
            Following following = following(job, view.number());
            boolean ended = job.endedMillis() > 0 && !following.output.decided();
            if (settled != following.settledBefore || ended) {
                following.output.update(cluster.results(job.id(), view.number()));
                following.settledBefore = settled;
            }
            print(following, !view.gathered());
            boolean over =
                    (following.next == view.items() && view.list().equals("closed")) || following.output.decided();
            if (ordered && !over) {
                return;
            }
        }
        out.flush();
        err.flush();
    }

    private Following following(JobView job, int step) {
        while (steps.size() <= step) {
            StepOutput output =
                    new StepOutput(cluster.source(), job.id(), steps.size(), StepResults.getDefaultInstance());
            steps.add(new Following(output));
        }
        return steps.get(step);
    }

    private void print(Following following, boolean withOutput) throws IOException {
        ItemSet cancelled = following.output.cancelled();
        ItemSet settled = following.output.ok().or(following.output.failed()).or(cancelled);
        ItemSet news = settled.andNot(following.printed);
        if (ordered && !following.output.decided()) {
            news = news.and(ItemSet.range(0, settled.firstAbsent(following.next)));
        }
        long begin = System.nanoTime();
        for (PrimitiveIterator.OfInt items = news.iterator(); items.hasNext(); ) {
            int item = items.nextInt();
            boolean enough = !all && System.nanoTime() - begin > LOOK_NANOS_MAX;
            if (enough || (!cancelled.contains(item) && !printed(following, item, withOutput))) {
                news = news.and(ItemSet.range(0, item));
                break;
            }
        }
        following.printed = following.printed.or(news);
        following.next = following.printed.firstAbsent(0);
        if (!news.isEmpty()) {
            out.flush();
            err.flush();
        }
    }

    /** False if its result is gone from all stores, and the job has not ended: then it is made again. */
    private boolean printed(Following following, int item, boolean withOutput) throws IOException {
        Optional<PackEntry> entry;
        try {
            entry = following.output.entry(item);
        } catch (BlobMissingException gone) {
            if (following.output.decided()) {
                throw gone;
            }
            following.settledBefore = -1;
            return false;
        }
        print(following, item, entry, withOutput);
        return true;
    }

    private void print(Following following, int item, Optional<PackEntry> entry, boolean withOutput)
            throws IOException {
        if (entry.isEmpty() && following.output.poison().contains(item)) {
            return;
        }
        if (entry.isEmpty()) {
            throw new IOException("the record of task " + (item + 1) + " is gone from the store");
        }
        boolean output = withOutput && entry.get().stdoutBytes() > 0;
        if (output || entry.get().stderrBytes() > 0) {
            beforeOutput.run();
        }
        if (output) {
            copy(entry.get().stdout(), out);
        }
        if (entry.get().stderrBytes() > 0) {
            copy(entry.get().stderr(), err);
        }
        if (!entry.get().files().isEmpty()) {
            following.withFiles = following.withFiles.or(ItemSet.of(item));
        }
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        try (from) {
            from.transferTo(to);
        }
    }

    /** The output of a step that was followed, and which of its items left files. */
    public StepOutput output(int step) {
        return steps.get(step).output;
    }

    public ItemSet withFiles(int step) {
        return step < steps.size() ? steps.get(step).withFiles : ItemSet.EMPTY;
    }

    @Override
    public void close() throws IOException {
        for (Following following : steps) {
            following.output.close();
        }
    }
}
