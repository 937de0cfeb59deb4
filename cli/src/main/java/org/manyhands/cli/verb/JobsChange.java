package org.manyhands.cli.verb;

import java.util.List;
import org.manyhands.cli.client.Cluster;
import org.manyhands.server.api.JobView;
import picocli.CommandLine.Parameters;

/** A verb that asks for the same change of each job, and says what state that leaves. */
abstract class JobsChange extends Verb {
    private final String change;

    @Parameters(paramLabel = "JOB", arity = "1..*")
    private List<String> jobs = List.of();

    /** @param change the last word of the address where it is asked for */
    JobsChange(String change) {
        this.change = change;
    }

    @Override
    public final Integer call() throws Exception {
        try (Cluster cluster = reach()) {
            for (String each : jobs) {
                String id = cluster.job(reference(each).job()).id();
                JobView after = cluster.json("POST", "/v1/jobs/" + id + "/" + change, new byte[0], JobView.class);
                System.out.println("job " + after.id() + " " + after.state());
            }
        }
        return ExitCode.OK;
    }
}
