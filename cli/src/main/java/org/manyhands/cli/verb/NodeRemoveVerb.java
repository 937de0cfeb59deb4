package org.manyhands.cli.verb;

import java.util.List;
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
        return delete(nodes, node -> "/v1/nodes/" + Reference.encoded(node), node -> "node " + node + " removed");
    }
}
