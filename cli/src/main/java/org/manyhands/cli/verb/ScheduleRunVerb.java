package org.manyhands.cli.verb;

import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.schedule.Firing;
import org.manyhands.server.api.JobView;
import org.manyhands.wire.ScheduleDefinition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        description = "Makes the job of a schedule now, and prints its id; when it is due next stays as it is.")
final class ScheduleRunVerb extends Verb {
    @Parameters(paramLabel = "NAME")
    private String name = "";

    @Override
    public Integer call() throws Exception {
        try (Cluster cluster = reach()) {
            String address = ScheduleVerb.address(name);
            ScheduleDefinition definition =
                    ScheduleDefinition.parseFrom(cluster.request("GET", address + "/definition", null));
            JobView job = new Submission(cluster).submit(address + "/run", Firing.plan(definition, cluster.sink()));
            System.out.println(job.id());
            if (cluster.isNode()) {
                CommandLines.say("no node is running here: 'mh up' or 'mh attach " + job.id() + "' starts it");
            }
            return ExitCode.OK;
        }
    }
}
