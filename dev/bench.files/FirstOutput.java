package org.manyhands.cli.verb;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.client.OutputPrinter;
import org.manyhands.cli.node.DataDirectory;
import org.manyhands.cli.spec.FlagSpec;
import org.manyhands.server.api.JobView;

/** For dev/bench: a client that is warm. For each line on standard input it runs /bin/echo as a job, and prints the nanoseconds to its output. */
final class FirstOutput {
    private static final long WAIT_MILLIS = 1_000;

    private FirstOutput() {}

    public static void main(String[] args) throws Exception {
        BufferedReader turns = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Cluster cluster = Cluster.reach(new DataDirectory(Path.of(args[0])), false, Version.TEXT)) {
            while (turns.readLine() != null) {
                System.out.println(nanos(cluster));
            }
        }
    }

    private static long nanos(Cluster cluster) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long begin = System.nanoTime();
        Submission submission = new Submission(cluster);
        var job = new FlagSpec().command(List.of("/bin/echo", "here")).build();
        JobView view = submission.submit(submission.compile(new JobOptions.Given(job, Path.of("").toAbsolutePath())));
        try (OutputPrinter printer = new OutputPrinter(cluster, true, out, out, () -> {})) {
            printer.advance(view);
            while (out.size() == 0) {
                view = cluster.jobAfter(view, WAIT_MILLIS);
                printer.advance(view);
            }
        }
        return System.nanoTime() - begin;
    }
}
