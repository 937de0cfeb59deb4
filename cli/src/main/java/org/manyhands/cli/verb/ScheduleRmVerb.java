package org.manyhands.cli.verb;

import java.util.List;
import org.manyhands.cli.client.Cluster;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "rm", description = "Removes schedules. Jobs that they made go on, and are kept.")
final class ScheduleRmVerb extends Verb {
    @Parameters(paramLabel = "NAME", arity = "1..*")
    private List<String> names = List.of();

    @Override
    public Integer call() throws Exception {
        try (Cluster cluster = reach()) {
            for (String name : names) {
                var _ = cluster.request("DELETE", ScheduleVerb.address(name), null);
                System.out.println("schedule " + name + " removed");
            }
        }
        return ExitCode.OK;
    }
}
