package org.manyhands.cli.verb;

import java.util.List;
import org.manyhands.cli.client.Cluster;
import org.manyhands.server.api.JobView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "resume", description = "Lets paused jobs go on.")
final class ResumeVerb extends Verb {
    @Parameters(paramLabel = "JOB", arity = "1..*")
    private List<String> jobs = List.of();

    @Override
    public Integer call() throws Exception {
        try (Cluster cluster = reach()) {
            for (String each : jobs) {
                String id = cluster.job(reference(each).job()).id();
                JobView after = cluster.json("POST", "/v1/jobs/" + id + "/resume", new byte[0], JobView.class);
                System.out.println("job " + after.id() + " " + after.state());
            }
        }
        return ExitCode.OK;
    }
}
