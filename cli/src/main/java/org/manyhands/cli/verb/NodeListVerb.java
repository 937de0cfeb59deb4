package org.manyhands.cli.verb;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.client.Reference;
import org.manyhands.core.command.Role;
import org.manyhands.server.api.Amounts;
import org.manyhands.server.api.NodeView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "list", description = "Lists the nodes that run tasks, what they have, and what of it is used.")
final class NodeListVerb extends Verb {
    /** From here on nobody counts milliseconds. */
    private static final long FAR_OFF_MILLIS = 10_000;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--where",
            paramLabel = "EXPRESSION",
            description = "Only nodes for which it holds, as \"labels.zone == 'eu'\"; see 'mh node show' for labels.")
    private @Nullable String where;

    @Override
    public Integer call() throws Exception {
        String path = where == null ? "/v1/node" : "/v1/node?where=" + Reference.encoded(where);
        try (Cluster cluster = reach()) {
            output.print(new Listing(cluster.json("GET", path, null, NodeView.class), where != null));
        }
        return ExitCode.OK;
    }

    static String state(NodeView.SessionView node) {
        if (node.silent()) {
            return "silent";
        }
        if (node.leaving()) {
            return "ending";
        }
        boolean wanted = !node.drain().by().isEmpty();
        if (wanted) {
            return node.held() > 0 ? "draining" : "drained";
        }
        if (node.health().reason().isEmpty()) {
            return "up";
        }
        return node.health().leftMillis() > 0 ? "set aside" : "on trial";
    }

    static String trip(NodeView.TripView trip) {
        return trip.micros() == 0 ? "-" : String.format(Locale.ROOT, "%.1f ms", trip.micros() / 1_000.0);
    }

    /** How far its clock is from the leader's. */
    static String clock(NodeView.TripView trip) {
        if (trip.micros() == 0) {
            return "-";
        }
        long off = Math.abs(trip.clockOffsetMillis());
        String amount = off < FAR_OFF_MILLIS ? off + " ms" : Times.duration(off);
        return (trip.clockOffsetMillis() > 0 ? "-" : "+") + amount + " ±" + trip.clockErrorMillis();
    }

    private record Listing(NodeView view, boolean chosen) implements OutputOptions.Listing {
        private List<NodeView.SessionView> nodes() {
            return view.sessions();
        }

        /** A request is answered by the node that leads. */
        private String role(String node) {
            return view.members().stream()
                    .filter(member -> member.node().equals(node))
                    .findFirst()
                    .map(this::role)
                    .orElse("-");
        }

        private String role(NodeView.MemberView member) {
            if (member.node().equals(view.node())) {
                return "leader";
            }
            boolean waits = member.role().equals(Role.CONTROL.word()) && !member.votes();
            return waits ? "candidate" : member.role();
        }

        /** Nothing is known of what they are like. */
        private List<String> away() {
            if (chosen) {
                return List.of();
            }
            List<String> there =
                    nodes().stream().map(NodeView.SessionView::node).toList();
            return view.members().stream()
                    .map(NodeView.MemberView::node)
                    .filter(member -> !there.contains(member))
                    .toList();
        }

        @Override
        public Table table() {
            Table table = new Table("NODE", "ROLE", "STATE", "BOOT", "TASKS", "TRIP", "CLOCK", "USES", "HAS");
            for (NodeView.SessionView node : nodes()) {
                table.row(
                        node.node(),
                        role(node.node()),
                        state(node),
                        node.boot(),
                        node.held(),
                        trip(node.trip()),
                        clock(node.trip()),
                        Amounts.of(node.used()),
                        Amounts.of(node.inventory()));
            }
            away().forEach(member -> table.row(member, role(member), "away", "-", "-", "-", "-", "-", "-"));
            return table;
        }

        @Override
        public Object json() {
            return nodes();
        }

        @Override
        public List<String> ids() {
            return Stream.concat(nodes().stream().map(NodeView.SessionView::node), away().stream())
                    .toList();
        }

        @Override
        public String footer() {
            if (!nodes().isEmpty()) {
                return "";
            }
            return chosen ? "no node is there for which it holds\n" : "no node is running; 'mh up' starts one\n";
        }
    }
}
