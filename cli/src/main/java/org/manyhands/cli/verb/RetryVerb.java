package org.manyhands.cli.verb;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.PrimitiveIterator;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.client.Reference;
import org.manyhands.core.items.ItemSet;
import org.manyhands.server.api.JobView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "retry",
        description =
                "Does tasks again: JOB or JOB:failed all that failed, JOB:cancelled also those, JOB.7 or JOB.STEP.1-10 these.")
final class RetryVerb extends Verb {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(paramLabel = "TASKS")
    private String tasks = "last";

    @Override
    public Integer call() throws Exception {
        Reference reference = reference(tasks);
        String state = reference.state().orElse("failed");
        if (!state.equals("failed") && !state.equals("cancelled")) {
            throw new UsageException("'" + state + "' tasks are not retried (expected: failed or cancelled)");
        }
        try (Cluster cluster = reach()) {
            JobView job = cluster.job(reference.job());
            ObjectNode where = JSON.createObjectNode().put("cancelled", state.equals("cancelled"));
            if (!reference.allTasks() || reference.step().isPresent()) {
                items(cluster, reference, where);
            }
            JobView after = cluster.json(
                    "POST", "/v1/jobs/" + job.id() + "/retry", JSON.writeValueAsBytes(where), JobView.class);
            System.out.println("job " + after.id() + " run " + after.run() + " " + after.state());
            if (cluster.isNode()) {
                CommandLines.say("no node is running here: 'mh up' or 'mh attach " + after.id() + "' starts it");
            }
        }
        return ExitCode.OK;
    }

    private static void items(Cluster cluster, Reference reference, ObjectNode where) throws Exception {
        try (Tasks chosen = new Tasks(cluster, reference)) {
            Tasks.Chosen step = chosen.chosen().getFirst();
            ItemSet items =
                    reference.allTasks() ? step.items().and(step.output().failed()) : step.items();
            ArrayNode numbers =
                    where.put("step", Integer.toString(step.step().number())).putArray("items");
            for (PrimitiveIterator.OfInt each = items.iterator(); each.hasNext(); ) {
                numbers.add(each.nextInt() + 1);
            }
        }
    }
}
