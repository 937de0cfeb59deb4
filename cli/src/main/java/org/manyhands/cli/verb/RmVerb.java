package org.manyhands.cli.verb;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.spec.Durations;
import org.manyhands.cli.spec.FlagSpec;
import org.manyhands.server.api.JobView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "rm", description = "Forgets jobs that have ended, with their output; others are refused.")
final class RmVerb extends Verb {
    @Option(names = "--older", paramLabel = "TIME", description = "All that ended longer ago than this, as 7d.")
    private @Nullable String older;

    @Parameters(paramLabel = "JOB", arity = "0..*")
    private List<String> jobs = List.of();

    @Override
    public Integer call() throws Exception {
        if (jobs.isEmpty() == (older == null)) {
            throw new UsageException(
                    older == null ? "which job? (expected: JOB..., or --older 7d)" : "a job and --older at once");
        }
        long ended = older == null ? 0 : System.currentTimeMillis() - FlagSpec.read("--older", older, Durations::parse);
        try (Cluster cluster = reach()) {
            List<String> doomed = new ArrayList<>();
            for (String each : jobs) {
                doomed.add(cluster.jobId(reference(each).job()));
            }
            if (older != null) {
                addOlder(cluster, ended, doomed);
            }
            for (String id : doomed) {
                var _ = cluster.request("DELETE", "/v1/jobs/" + id, null);
                System.out.println("job " + id + " removed");
            }
        }
        return ExitCode.OK;
    }

    private static void addOlder(Cluster cluster, long endedMillis, List<String> doomed) throws Exception {
        List<JobView> page = cluster.jobs();
        while (!page.isEmpty()) {
            page.stream()
                    .filter(job -> job.endedMillis() > 0 && job.endedMillis() < endedMillis)
                    .map(JobView::id)
                    .forEach(doomed::add);
            page = cluster.jobsBefore(Long.parseLong(page.getLast().id()));
        }
    }
}
