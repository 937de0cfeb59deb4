package org.manyhands.cli.verb;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.client.Reference;
import org.manyhands.server.api.JobView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "set", description = "Changes what a job that has not ended asks for: JOB, or JOB.STEP for --at-most.")
final class SetVerb extends Verb {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--priority", paramLabel = "N", description = "-1000 to 1000; higher is placed first.")
    private @Nullable Integer priority;

    @Option(
            names = "--at-most",
            paramLabel = "N",
            description =
                    "So many tasks of the step at once, over all nodes; 0 is no limit. What runs beyond it goes on.")
    private @Nullable Integer atMost;

    @Option(names = "--close", description = "No more items come to its open list.")
    private boolean close;

    @Parameters(paramLabel = "JOB")
    private String job = "last";

    @Override
    public Integer call() throws Exception {
        Reference reference = reference(job);
        ObjectNode wanted = JSON.createObjectNode();
        if (priority != null) {
            wanted.put("priority", priority);
        }
        if (atMost != null) {
            wanted.put("at_most", atMost);
            reference.step().ifPresent(step -> wanted.put("step", step));
        }
        if (wanted.isEmpty() && !close) {
            throw new UsageException("nothing to change (expected: --priority N, --at-most N or --close)");
        }
        try (Cluster cluster = reach()) {
            String id = cluster.job(reference.job()).id();
            JobView after =
                    cluster.json("POST", "/v1/jobs/" + id + "/set", JSON.writeValueAsBytes(wanted), JobView.class);
            if (close) {
                String step = reference.step().map(name -> "?step=" + name).orElse("");
                after = cluster.json("POST", "/v1/jobs/" + id + "/close" + step, new byte[0], JobView.class);
            }
            System.out.println("job " + after.id() + " " + after.state() + ", priority " + after.priority());
        }
        return ExitCode.OK;
    }
}
