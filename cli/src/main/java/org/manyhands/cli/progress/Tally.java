package org.manyhands.cli.progress;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.manyhands.server.api.JobView;

/** A job summed up over its steps, with its rate since this process began to look. */
final class Tally {
    /** After so long without a start, the reason is told. */
    private static final long SILENCE_MILLIS = 5_000;

    private static final long THOUSAND = 1_000;

    private final LongSupplier nanos;
    private final long beganNanos;
    private long doneAtBegin = -1;
    private long movedNanos;
    private long movedMark = -1;

    long items;
    long done;
    long failed;
    long running;
    private JobView job =
            new JobView("", "", 0, "", "", "", "", 0, 0, 0, 0, -1, java.util.List.of(), java.util.List.of(), 0);

    Tally() {
        this(System::nanoTime);
    }

    /** @param nanos a monotonic clock, in nanoseconds */
    Tally(LongSupplier nanos) {
        this.nanos = nanos;
        beganNanos = nanos.getAsLong();
        movedNanos = beganNanos;
    }

    void take(JobView now) {
        job = now;
        items = now.steps().stream().mapToLong(JobView.StepView::items).sum();
        failed = now.steps().stream().mapToLong(JobView.StepView::failed).sum();
        done = failed
                + now.steps().stream()
                        .mapToLong(step -> step.ok() + step.cancelled())
                        .sum();
        long held = now.steps().stream()
                .mapToLong(step -> step.running() + step.committing() + step.queuedOnNode())
                .sum();
        running = now.steps().stream().mapToLong(JobView.StepView::running).sum();
        doneAtBegin = doneAtBegin < 0 ? done : doneAtBegin;
        long mark = done + held;
        if (mark != movedMark || held > 0) {
            movedMark = mark;
            movedNanos = nanos.getAsLong();
        }
    }

    /** Tasks per second since this process began to look. */
    double rate() {
        double seconds = (nanos.getAsLong() - beganNanos) / (double) TimeUnit.SECONDS.toNanos(1);
        return seconds < 0.5 ? 0 : Math.max(0, done - doneAtBegin) / seconds;
    }

    /** The time left at that rate; empty as long as nothing can be said. */
    Optional<String> eta() {
        double rate = rate();
        if (rate <= 0 || done == items) {
            return Optional.empty();
        }
        long seconds = (long) Math.ceil((items - done) / rate);
        return Optional.of(
                seconds >= 3_600
                        ? String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3_600, seconds / 60 % 60, seconds % 60)
                        : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60));
    }

    /** Why nothing has started for a while; empty if something has. */
    Optional<String> reason() {
        long silentMillis = TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - movedNanos);
        if (silentMillis < SILENCE_MILLIS || job.endedMillis() > 0) {
            return Optional.empty();
        }
        return job.steps().stream()
                .filter(step ->
                        step.queued() + step.backingOff() > 0 && !step.reason().isEmpty())
                .map(step -> "step " + step.name() + ": " + step.reason())
                .findFirst();
    }

    /** The steps that have tasks with nodes now. */
    String steps() {
        return String.join(
                ", ",
                job.steps().stream()
                        .filter(step -> step.running() + step.committing() + step.queuedOnNode() > 0)
                        .map(JobView.StepView::name)
                        .toList());
    }

    String rateText() {
        double rate = rate();
        return rate >= THOUSAND
                ? String.format(Locale.ROOT, "%.1fk/s", rate / THOUSAND)
                : String.format(Locale.ROOT, rate >= 10 ? "%.0f/s" : "%.1f/s", rate);
    }
}
