package org.manyhands.cli.verb;

import java.util.List;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.client.Reference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "remove",
        description =
                "Takes nodes out of the cluster at once: their links are cut, their tasks go elsewhere, and their certificates"
                        + " are good no more.")
final class NodeRemoveVerb extends Verb {
    @Parameters(paramLabel = "NODE", arity = "1..*", description = "As 'mh node list' shows them.")
    private List<String> nodes = List.of();

    @Override
    public Integer call() throws Exception {
        try (Cluster cluster = reach()) {
            for (String node : nodes) {
                var _ = cluster.request("DELETE", "/v1/nodes/" + Reference.encoded(node), null);
                System.out.println("node " + node + " removed");
            }
        }
        return ExitCode.OK;
    }
}
