package org.manyhands.cli.verb;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.client.OutOfReachException;
import org.manyhands.cli.client.OutputPrinter;
import org.manyhands.cli.client.ProblemException;
import org.manyhands.cli.client.ResultFiles;
import org.manyhands.cli.client.StepOutput;
import org.manyhands.cli.progress.Progress;
import org.manyhands.core.items.ItemSet;
import org.manyhands.server.api.JobView;
import org.manyhands.store.pack.PackEntry;
import org.manyhands.wire.TaskRecord;

/** Follows a job to its end: progress, output in order, the files of its result, the exit code. */
final class Following {
    private static final long WAIT_MILLIS = 250;
    private static final int OUTPUT_BUFFER_BYTES = 64 << 10;
    private static final int FILES_NAMED_MAX = 3;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Cluster cluster;
    private final FollowOptions options;
    private final OnInterrupt onInterrupt;
    private final Progress progress;
    private boolean toldLeft;
    private final AtomicInteger interrupts = new AtomicInteger();
    private final OutputStream out =
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUTPUT_BUFFER_BYTES);

    /** What the first Ctrl-C does. */
    enum OnInterrupt {
        CANCEL,
        LEAVE
    }

    Following(Cluster cluster, FollowOptions options, OnInterrupt onInterrupt) {
        this.cluster = cluster;
        this.options = options;
        this.onInterrupt = onInterrupt;
        progress = Progress.of(options.progress());
    }

    /** Minds Ctrl-C from here on. Before the job is given: a task may run before its job is followed, and must not go on alone. */
    Following minding() {
        Interrupts.handle(() -> {
            if (interrupts.incrementAndGet() > 1) {
                Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
            }
        });
        return this;
    }

    /** Returns the exit code. */
    // The printer writes to standard error and leaves it open.
    @SuppressWarnings("ClosingStandardOutputStreams")
    int follow(JobView begun) throws IOException, ProblemException, OutOfReachException, InterruptedException {
        boolean cancelled = false;
        JobView job = begun;
        try (OutputPrinter printer =
                new OutputPrinter(cluster, !options.unordered(), out, System.err, progress::clear)) {
            while (true) {
                printer.advance(job);
                progress.show(job);
                sayLeft(job);
                if (job.endedMillis() > 0) {
                    break;
                }
                if (interrupts.get() > 0 && onInterrupt == OnInterrupt.LEAVE) {
                    return leave(job);
                }
                if (interrupts.get() > 0 && !cancelled) {
                    cancelled = true;
                    cancel(job);
                }
                job = cluster.jobAfter(job, WAIT_MILLIS, printer.paceMillis());
            }
            if (job.state().equals("succeeded")) {
                fetch(job, printer);
            }
            int code = cancelled ? ExitCode.INTERRUPTED : code(job, printer);
            awaitNotices(job);
            return code;
        } catch (IOException gone) {
            if (Interrupts.isClosedOutput(gone)) {
                cancelQuietly(job);
                return ExitCode.SIGNAL_BASE + Interrupts.PIPE;
            }
            throw gone;
        }
    }

    /** Until everybody is told, or the next Ctrl-C. */
    private void awaitNotices(JobView ended) throws ProblemException, OutOfReachException, InterruptedException {
        int before = interrupts.get();
        Notices.say(Notices.await(cluster, ended, () -> interrupts.get() > before));
    }

    /** Once: nobody is there who would give the rest of the items. */
    private void sayLeft(JobView job) {
        for (JobView.StepView step : job.steps()) {
            if (step.list().equals("left") && !toldLeft) {
                toldLeft = true;
                progress.clear();
                CommandLines.say("the list of items of step " + step.name()
                        + " is open and the 'mh run' that gave them is gone; 'mh set " + job.id()
                        + " --close' ends the list, and then the job can end");
            }
        }
    }

    private int leave(JobView job) {
        progress.clear();
        CommandLines.say(
                cluster.isNode()
                        ? "job " + job.id() + " stands still until 'mh attach " + job.id() + "' or 'mh up'"
                        : "job " + job.id() + " goes on; 'mh attach " + job.id() + "' follows it again");
        return ExitCode.INTERRUPTED;
    }

    private void cancel(JobView job) throws ProblemException, OutOfReachException, InterruptedException {
        progress.clear();
        CommandLines.say("cancelling job " + job.id() + " (Ctrl-C again to leave at once)");
        try {
            var _ = cluster.request("POST", "/v1/jobs/" + job.id() + "/cancel?reason=interrupted", new byte[0]);
        } catch (ProblemException refused) {
            if (cluster.job(job.id()).endedMillis() == 0) {
                throw refused;
            }
        }
    }

    private void cancelQuietly(JobView job) throws InterruptedException {
        try {
            var _ = cluster.request("POST", "/v1/jobs/" + job.id() + "/cancel?reason=output+closed", new byte[0]);
        } catch (ProblemException | OutOfReachException already) {
            // It has ended, or nobody is there to end it: this process leaves either way.
            return;
        }
    }

    private void fetch(JobView job, OutputPrinter printer) throws IOException, ProblemException {
        if (job.result() < 0 || printer.withFiles(job.result()).isEmpty()) {
            return;
        }
        Path directory = options.to().orElse(Path.of(job.name().replace('/', '_') + ".out"));
        ItemSet items = printer.withFiles(job.result());
        StepOutput output = printer.output(job.result());
        List<String> files = ResultFiles.fetch(output, items, directory, false);
        progress.clear();
        if (files.size() <= FILES_NAMED_MAX) {
            files.forEach(file -> CommandLines.say("result: " + directory.resolve(file)));
        } else {
            CommandLines.say("result: " + files.size() + " files in " + directory);
        }
    }

    private int code(JobView job, OutputPrinter printer) throws IOException {
        if (job.state().equals("succeeded")) {
            return ExitCode.OK;
        }
        Optional<TaskRecord> single = single(job, printer);
        String reason = single.filter(record -> record.getOutcome() != TaskRecord.Outcome.OK)
                .map(record -> sentence(record))
                .orElse(job.reason());
        CommandLines.say(
                "job " + job.id() + " (" + job.name() + ") " + job.state() + (reason.isEmpty() ? "" : ": " + reason));
        if (!job.state().equals("failed")) {
            return ExitCode.CANCELLED;
        }
        return single.map(Following::code).orElse(ExitCode.TASK_FAILED);
    }

    private static Optional<TaskRecord> single(JobView job, OutputPrinter printer) throws IOException {
        if (job.steps().size() != 1 || job.steps().getFirst().items() != 1) {
            return Optional.empty();
        }
        Optional<PackEntry> entry = printer.output(0).entry(0);
        return entry.isPresent() ? Optional.of(StepOutput.record(entry.get())) : Optional.empty();
    }

    private static int code(TaskRecord record) {
        return switch (record.getOutcome()) {
            case SIGNAL -> ExitCode.SIGNAL_BASE + record.getSignal();
            case TIMED_OUT -> ExitCode.TIMED_OUT;
            case EXIT, NOT_STARTED -> record.getExitCode();
            case OOM -> ExitCode.KILLED;
            case OK, OUTPUT_LIMIT, DISK, ANSWER, OUTCOME_UNSPECIFIED, UNRECOGNIZED -> ExitCode.TASK_FAILED;
        };
    }

    private static String sentence(TaskRecord record) {
        String said = record.getError().isEmpty() ? "" : ": " + record.getError();
        return switch (record.getOutcome()) {
            case EXIT -> "exit " + record.getExitCode() + said;
            case SIGNAL -> "ended by signal " + record.getSignal() + said;
            case TIMED_OUT -> "timed out after " + Times.duration(record.getDurationNanos() / NANOS_PER_MILLI) + said;
            case NOT_STARTED -> record.getError();
            case OOM -> "out of memory" + said;
            case OK, OUTPUT_LIMIT, DISK, ANSWER, OUTCOME_UNSPECIFIED, UNRECOGNIZED ->
                record.getOutcome().name().toLowerCase(Locale.ROOT).replace('_', ' ') + said;
        };
    }
}
