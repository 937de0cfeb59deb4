package org.manyhands.cli.verb;

import java.util.List;
import org.manyhands.cli.client.Cluster;
import org.manyhands.server.api.JobView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "pause", description = "Gives no more tasks of jobs to nodes; tasks that have started go on.")
final class PauseVerb extends Verb {
    @Parameters(paramLabel = "JOB", arity = "1..*")
    private List<String> jobs = List.of();

    @Override
    public Integer call() throws Exception {
        try (Cluster cluster = reach()) {
            for (String each : jobs) {
                String id = cluster.job(reference(each).job()).id();
                JobView after = cluster.json("POST", "/v1/jobs/" + id + "/pause", new byte[0], JobView.class);
                System.out.println("job " + after.id() + " " + after.state());
            }
        }
        return ExitCode.OK;
    }
}
