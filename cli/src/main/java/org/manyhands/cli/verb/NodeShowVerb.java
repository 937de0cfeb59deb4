package org.manyhands.cli.verb;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.manyhands.cli.client.Cluster;
import org.manyhands.core.plan.ResourceNames;
import org.manyhands.server.api.Amounts;
import org.manyhands.server.api.NodeView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description =
                "Shows one node: what it has and is like, what its tasks use, and how well it keeps hold of them.")
final class NodeShowVerb extends Verb {
    @Parameters(paramLabel = "NODE", arity = "0..1", description = "Its name (default: the only one).")
    private @Nullable String name;

    @Override
    public Integer call() throws Exception {
        try (Cluster cluster = reach()) {
            NodeView view = cluster.json("GET", "/v1/node", null, NodeView.class);
            NodeView.SessionView node = find(view.sessions());
            System.out.println("node       " + node.node() + ", " + NodeListVerb.state(node) + ", boot " + node.boot());
            System.out.println("tasks      " + node.held());
            System.out.println("has        " + Amounts.of(node.inventory()));
            System.out.println("uses       " + Amounts.of(node.used()));
            System.out.println("labels     " + labels(node, false));
            if (!node.given().isEmpty()) {
                System.out.println("labelled   " + labels(node, true));
            }
            if (node.node().equals(view.node()) && !view.containment().isEmpty()) {
                System.out.println("processes  " + view.containment());
            }
            if (node.trip().micros() > 0) {
                System.out.println("link       " + (node.via().isEmpty() ? "" : "to " + node.via() + ", ")
                        + NodeListVerb.trip(node.trip()) + " there and back, clock "
                        + NodeListVerb.clock(node.trip()));
            }
            if (node.inputs().ready() > 0 || node.inputs().givenBytes() > 0) {
                System.out.println("inputs     " + inputs(node.inputs()));
            }
            if (!node.drain().by().isEmpty()) {
                System.out.println("drain      " + drain(node.drain()));
            }
            if (!node.health().reason().isEmpty()) {
                System.out.println("set aside  " + aside(node.health()));
            }
            if (!node.trouble().isEmpty()) {
                System.out.println("warning    " + node.trouble());
            }
        }
        return ExitCode.OK;
    }

    private static String inputs(NodeView.InputsView inputs) {
        return inputs.ready() + " of 1 MiB or more lie ready for more tasks; "
                + Amounts.of(ResourceNames.MEMORY, inputs.givenBytes()) + " given to other workers";
    }

    private static String drain(NodeView.DrainView drain) {
        return "since " + Times.moment(drain.sinceWallMillis()) + " by " + drain.by()
                + (drain.reason().isEmpty() ? "" : ", " + drain.reason())
                + (drain.leftMillis() < 0
                        ? ""
                        : "; what still runs in " + Times.duration(drain.leftMillis()) + " is ended")
                + "; 'mh node drain --undo' gives it work again";
    }

    private static String aside(NodeView.HealthView health) {
        return health.reason()
                + (health.leftMillis() > 0
                        ? "; it is tried again in " + Times.duration(health.leftMillis())
                        : "; it is tried with one task at a time")
                + "; 'mh node drain --undo' gives it work again at once";
    }

    /** @param given those that people gave it, else those that it says of itself */
    private static String labels(NodeView.SessionView node, boolean given) {
        return node.labels().entrySet().stream()
                .filter(label -> node.given().contains(label.getKey()) == given)
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(", "));
    }

    private NodeView.SessionView find(List<NodeView.SessionView> nodes) throws UsageException {
        Optional<NodeView.SessionView> found = name == null
                ? nodes.stream().findFirst().filter(only -> nodes.size() == 1)
                : nodes.stream().filter(node -> node.node().equals(name)).findFirst();
        if (found.isPresent()) {
            return found.get();
        }
        if (nodes.isEmpty()) {
            throw new UsageException("no node is running; 'mh up' starts one");
        }
        throw new UsageException((name == null ? "which node?" : "there is no node '" + name + "'") + " (expected: "
                + nodes.stream().map(NodeView.SessionView::node).collect(Collectors.joining(", ")) + ")");
    }
}
