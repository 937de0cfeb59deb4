package org.manyhands.cli.verb;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.client.OutputPrinter;
import org.manyhands.cli.node.DataDirectory;
import org.manyhands.cli.spec.FlagSpec;
import org.manyhands.server.api.JobView;

/**
 * For dev/bench: a client that is warm. For each line on standard input it runs a job, and prints the nanoseconds: to the first output of
 * {@code /bin/echo} for an empty line, to the end of {@code /bin/true} for each item of the file that the line names, or to the end of a
 * stream of them through {@code cat} for {@code stream} and the file.
 */
final class WarmClient {
    private static final long WAIT_MILLIS = 1_000;
    private static final String STREAM = "stream ";

    private static String demand = "";

    private WarmClient() {}

    /** @param args the data directory, and what tasks ask for, if they are to run where that is */
    public static void main(String[] args) throws Exception {
        if (args.length > 1) {
            demand = args[1];
        }
        BufferedReader turns = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Cluster cluster = Cluster.reach(new DataDirectory(Path.of(args[0])), false, Version.TEXT)) {
            for (String items = turns.readLine(); items != null; items = turns.readLine()) {
                long begin = System.nanoTime();
                if (items.isEmpty()) {
                    awaitOutput(cluster, submit(cluster, asking(new FlagSpec()).command(List.of("/bin/echo", "here"))));
                } else if (items.startsWith(STREAM)) {
                    awaitEnd(cluster, submit(cluster, stream(items.substring(STREAM.length()))));
                } else {
                    awaitEnd(cluster, submit(cluster, each(items)));
                }
                System.out.println(System.nanoTime() - begin);
            }
        }
    }

    private static FlagSpec asking(FlagSpec job) throws Exception {
        return demand.isEmpty() ? job : job.resources(demand);
    }

    private static FlagSpec each(String items) throws Exception {
        return asking(new FlagSpec()).atMost("2").each("@" + items).command(List.of("/bin/true", "{}"));
    }

    private static FlagSpec stream(String items) throws Exception {
        return asking(new FlagSpec()).stream(true).each("@" + items).command(List.of("cat"));
    }

    private static JobView submit(Cluster cluster, FlagSpec job) throws Exception {
        Submission submission = new Submission(cluster);
        return submission.submit(
                submission.compile(new JobOptions.Given(job.build(), Path.of("").toAbsolutePath(), Optional.empty())));
    }

    private static void awaitOutput(Cluster cluster, JobView submitted) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JobView view = submitted;
        try (OutputPrinter printer = new OutputPrinter(cluster, true, out, out, () -> {})) {
            printer.advance(view);
            while (out.size() == 0) {
                view = cluster.jobAfter(view, WAIT_MILLIS, 0);
                printer.advance(view);
            }
        }
    }

    private static void awaitEnd(Cluster cluster, JobView submitted) throws Exception {
        JobView view = submitted;
        while (view.endedMillis() == 0) {
            view = cluster.jobOver(view, WAIT_MILLIS);
        }
        if (!view.state().equals("succeeded")) {
            throw new IllegalStateException(view.state() + ": " + view.reason());
        }
    }
}
