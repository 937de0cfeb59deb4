package org.manyhands.cli.verb;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.client.OutputPrinter;
import org.manyhands.server.api.JobView;
import org.manyhands.store.pack.PackEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "logs", description = "Prints what tasks wrote, as committed: JOB, JOB:failed, JOB.7, JOB.STEP.1-10.")
final class LogsVerb extends Verb {
    private static final long WAIT_MILLIS = 1_000;

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on until the job has ended.")
    private boolean follow;

    @Option(names = "--grep", paramLabel = "REGEX", description = "Only lines that match, each with its task.")
    private @Nullable String grep;

    @Parameters(paramLabel = "TASKS", arity = "0..1", defaultValue = "last")
    private String tasks = "last";

    @Override
    public Integer call() throws Exception {
        Optional<Pattern> wanted = pattern();
        OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
        try (Cluster cluster = reach(follow)) {
            if (follow) {
                follow(cluster, out);
                return ExitCode.OK;
            }
            try (Tasks chosen = new Tasks(cluster, reference(tasks))) {
                chosen.forEach((step, item) -> {
                    Optional<PackEntry> entry = step.output().entry(item);
                    if (entry.isPresent() && wanted.isPresent()) {
                        String task = step.step().name() + "." + (item + 1);
                        grep(entry.get().stdout(), wanted.get(), task, out);
                        grep(entry.get().stderr(), wanted.get(), task, out);
                    } else if (entry.isPresent()) {
                        copy(entry.get().stdout(), out);
                        if (entry.get().stderrBytes() > 0) {
                            out.flush();
                            copy(entry.get().stderr(), System.err);
                        }
                    } else if (step.output().poison().contains(item)) {
                        CommandLines.say("task " + (item + 1) + " of step "
                                + step.step().name() + " left nothing: nodes died with it; 'mh why' says which");
                    }
                });
            }
        }
        out.flush();
        return ExitCode.OK;
    }

    private Optional<Pattern> pattern() throws UsageException {
        try {
            return Optional.ofNullable(grep).map(Pattern::compile);
        } catch (PatternSyntaxException bad) {
            throw new UsageException(
                    "--grep: " + bad.getDescription() + " in '" + grep + "' (expected: a regular expression)");
        }
    }

    // The printer writes to standard error and leaves it open.
    @SuppressWarnings("ClosingStandardOutputStreams")
    private void follow(Cluster cluster, OutputStream out) throws Exception {
        JobView job = cluster.job(reference(tasks).job());
        try (OutputPrinter printer = new OutputPrinter(cluster, true, out, System.err, () -> {})) {
            while (true) {
                printer.advance(job);
                if (job.endedMillis() > 0) {
                    return;
                }
                job = cluster.jobAfter(job, WAIT_MILLIS, printer.paceMillis());
            }
        }
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        try (from) {
            from.transferTo(to);
        }
    }

    private static void grep(InputStream from, Pattern wanted, String task, OutputStream to) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                if (wanted.matcher(line).find()) {
                    to.write((task + ": " + line + "\n").getBytes(StandardCharsets.UTF_8));
                }
                line = lines.readLine();
            }
        }
    }
}
