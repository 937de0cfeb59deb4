package org.manyhands.cli.verb;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.client.Reference;
import org.manyhands.cli.spec.NodeLabels;
import org.manyhands.cli.spec.SpecException;
import org.manyhands.server.api.LabelWish;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "label",
        description = {
            "Says what a node is like, for --where of jobs: NAME=VALUE sets a label, NAME- takes it back.",
            "It wins over what the node was started with, and stays when the node starts again. What the node finds itself,",
            "as os and arch, cannot be said."
        },
        footer = {
            "",
            "Example:",
            "  mh node label n2 zone=eu disk=ssd     two labels",
            "  mh node label n2 disk-                without the second",
            "  mh run --where \"labels.zone == 'eu'\" ./simulate",
        })
final class NodeLabelVerb extends Verb {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(index = "0", paramLabel = "NODE", description = "As 'mh node list' shows it.")
    private String node = "";

    @Parameters(index = "1..*", paramLabel = "NAME=VALUE|NAME-", arity = "1..*", description = "Labels.")
    private List<String> changes = List.of();

    @Override
    public Integer call() throws Exception {
        LabelWish wish = wish(changes);
        try (Cluster cluster = reach()) {
            var _ = cluster.request(
                    "POST", "/v1/nodes/" + Reference.encoded(node) + "/labels", JSON.writeValueAsBytes(wish));
        }
        System.out.println("node " + node + " labelled");
        return ExitCode.OK;
    }

    private static LabelWish wish(List<String> changes) throws SpecException, UsageException {
        List<String> set = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        for (String change : changes) {
            if (change.contains("=")) {
                set.add(change);
            } else if (change.endsWith("-") && change.length() > 1) {
                removed.add(change.substring(0, change.length() - 1));
            } else {
                throw new UsageException("'" + change + "' (expected: NAME=VALUE sets a label, NAME- takes it back)");
            }
        }
        return new LabelWish(NodeLabels.parse(set), removed);
    }
}
