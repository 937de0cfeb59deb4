package org.manyhands.cli.verb;

import java.util.List;
import org.manyhands.cli.client.Cluster;
import org.manyhands.server.api.Amounts;
import org.manyhands.server.api.NodeView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "list", description = "Lists the nodes that run tasks, what they have, and what of it is used.")
final class NodeListVerb extends Verb {
    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws Exception {
        try (Cluster cluster = reach()) {
            output.print(new Listing(
                    cluster.json("GET", "/v1/node", null, NodeView.class).sessions()));
        }
        return ExitCode.OK;
    }

    static String state(NodeView.SessionView node) {
        return node.silent() ? "silent" : "up";
    }

    private record Listing(List<NodeView.SessionView> nodes) implements OutputOptions.Listing {
        @Override
        public Table table() {
            Table table = new Table("NODE", "STATE", "BOOT", "TASKS", "USES", "HAS");
            for (NodeView.SessionView node : nodes) {
                table.row(
                        node.node(),
                        state(node),
                        node.boot(),
                        node.held(),
                        Amounts.of(node.used()),
                        Amounts.of(node.inventory()));
            }
            return table;
        }

        @Override
        public Object json() {
            return nodes;
        }

        @Override
        public List<String> ids() {
            return nodes.stream().map(NodeView.SessionView::node).toList();
        }

        @Override
        public String footer() {
            return nodes.isEmpty() ? "no node is running; 'mh up' starts one\n" : "";
        }
    }
}
