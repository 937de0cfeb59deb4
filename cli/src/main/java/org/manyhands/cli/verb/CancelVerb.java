package org.manyhands.cli.verb;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.manyhands.cli.client.Cluster;
import org.manyhands.server.api.JobView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "cancel", description = "Ends jobs: TERM, grace, KILL for every process; returns when none is left.")
final class CancelVerb extends Verb {
    private static final long WAIT_MILLIS = 1_000;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those who look at the job later.")
    private String reason = "";

    @Parameters(paramLabel = "JOB", arity = "1..*")
    private List<String> jobs = List.of();

    @Override
    public Integer call() throws Exception {
        try (Cluster cluster = reach()) {
            for (String each : jobs) {
                JobView job = cluster.job(reference(each).job());
                String why = URLEncoder.encode(reason, StandardCharsets.UTF_8);
                job = cluster.json(
                        "POST", "/v1/jobs/" + job.id() + "/cancel?reason=" + why, new byte[0], JobView.class);
                while (job.endedMillis() == 0) {
                    job = cluster.jobOver(job, WAIT_MILLIS);
                }
                System.out.println("job " + job.id() + " " + job.state());
            }
        }
        return ExitCode.OK;
    }
}
