package org.manyhands.cli.verb;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.client.OutOfReachException;
import org.manyhands.cli.client.ProblemException;
import org.manyhands.cli.client.Reference;
import org.manyhands.cli.spec.Durations;
import org.manyhands.cli.spec.FlagSpec;
import org.manyhands.server.api.DrainWish;
import org.manyhands.server.api.NodeView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "drain",
        description = {
            "Empties nodes, for maintenance: they get nothing new, what has not started goes elsewhere, and what runs may end.",
            "They stay drained, also when they are restarted, until --undo.",
            "",
            "Example: mh node drain n2 --reason 'a new disk' --limit 1h --wait"
        })
final class NodeDrainVerb extends Verb {
    private static final long LOOK_MILLIS = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(paramLabel = "NODE", arity = "1..*", description = "As 'mh node list' shows them.")
    private List<String> nodes = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those who look at the node.")
    private String reason = "";

    @Option(
            names = "--limit",
            paramLabel = "TIME",
            description = "What still runs after so long is ended, and runs elsewhere (default: never).")
    private @Nullable String limit;

    @Option(names = "--wait", description = "Comes back only when nothing runs there any more.")
    private boolean wait;

    @Option(
            names = "--undo",
            description = "Gives them work again, also if they were set aside because tasks fail there.")
    private boolean undo;

    @Override
    public Integer call() throws Exception {
        if (undo && (limit != null || wait || !reason.isEmpty())) {
            throw new UsageException("--undo beside --reason, --limit or --wait (expected: --undo alone)");
        }
        long millis = limit == null ? 0 : FlagSpec.read("--limit", limit, Durations::parse);
        try (Cluster cluster = reach()) {
            for (String node : nodes) {
                String path = "/v1/nodes/" + Reference.encoded(node) + "/drain";
                if (undo) {
                    var _ = cluster.request("DELETE", path, null);
                    System.out.println("node " + node + " gets work again");
                } else {
                    var _ = cluster.request("PUT", path, JSON.writeValueAsBytes(new DrainWish(reason, millis)));
                    System.out.println("node " + node + " gets nothing new");
                }
            }
            if (wait) {
                awaitEmpty(cluster);
            }
        }
        return ExitCode.OK;
    }

    private void awaitEmpty(Cluster cluster) throws ProblemException, OutOfReachException, InterruptedException {
        long told = 0;
        for (long held = held(cluster); held > 0; held = held(cluster)) {
            if (held != told) {
                CommandLines.say((held == 1 ? "1 task runs" : held + " tasks run") + " there still");
                told = held;
            }
            Thread.sleep(LOOK_MILLIS);
        }
        System.out.println("nothing runs there any more");
    }

    /** What they have to finish; nothing if they are not there. */
    private long held(Cluster cluster) throws ProblemException, OutOfReachException, InterruptedException {
        return cluster.json("GET", "/v1/node", null, NodeView.class).sessions().stream()
                .filter(node -> nodes.contains(node.node()))
                .mapToLong(NodeView.SessionView::held)
                .sum();
    }
}
