package org.manyhands.cli.verb;

import org.manyhands.cli.client.Cluster;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "attach",
        description = "Follows a job as 'run' does; where no node is running, this process becomes it.")
final class AttachVerb extends Verb {
    @Mixin
    private final FollowOptions follow = new FollowOptions();

    @Parameters(
            paramLabel = "JOB",
            arity = "0..1",
            defaultValue = "last",
            description = "An id, a unique prefix of it, a name, or 'last'.")
    private String job = "last";

    @Override
    public Integer call() throws Exception {
        follow.check();
        try (Cluster cluster = reach(true)) {
            return new Following(cluster, follow, Following.OnInterrupt.LEAVE)
                    .minding()
                    .follow(cluster.job(reference(job).job()));
        }
    }
}
