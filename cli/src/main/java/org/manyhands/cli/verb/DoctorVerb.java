package org.manyhands.cli.verb;

import java.nio.file.Files;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.node.Machine;
import org.manyhands.server.api.JournalView;
import org.manyhands.server.api.NodeView;
import org.manyhands.server.api.StateView;
import picocli.CommandLine.Command;

@Command(
        name = "doctor",
        description = "Looks at this installation and says what it is, what it can do, and what it cannot.")
final class DoctorVerb extends Verb {
    @Override
    public Integer call() throws Exception {
        System.out.println("program      " + Version.TEXT + " on Java " + Runtime.version() + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.version"));
        System.out.println("runtime      " + Machine.java());
        try (Cluster cluster = reach()) {
            NodeView node = cluster.json("GET", "/v1/node", null, NodeView.class);
            var data = cluster.directory().path();
            System.out.println("data         " + (cluster.isVisited() ? "of another user; found by " : "") + data + ", "
                    + (Files.getFileStore(data).getUsableSpace() >> 20) + " MiB free");
            System.out.println(
                    "node         " + (cluster.isNode() ? "none is running" : node.node() + ", process " + node.pid()));
            StateView state = cluster.json("GET", "/v1/state", null, StateView.class);
            System.out.println("history      epoch " + node.epoch() + ", " + state.applied() + " entries, state of "
                    + ((state.bytes() + 1_023) >> 10) + " KiB at level " + state.level());
            JournalView journal = cluster.json("GET", "/v1/journal", null, JournalView.class);
            System.out.println("journal      since " + Times.moment(journal.sinceMillis()) + ", " + journal.segments()
                    + " of " + journal.segmentsMax() + " segments, " + (journal.bytes() >> 10) + " KiB of "
                    + (journal.bytesMax() >> 20) + " MiB");
            node.storeDamage()
                    .forEach(damage -> System.out.println("warning      " + damage
                            + "; the results in it are gone, and 'mh retry JOB.TASK' makes them again"));
            node.sessions().stream()
                    .map(NodeView.SessionView::trouble)
                    .filter(trouble -> !trouble.isEmpty())
                    .forEach(trouble -> System.out.println("warning      " + trouble));
            journal.damages().forEach(damage -> System.out.println("warning      " + damage));
            System.out.println("processes    "
                    + (node.containment().isEmpty() ? "a node says this when it runs" : node.containment()));
            System.out.println("warning      one control node: losing the disk " + disk(cluster, node)
                    + " loses the jobs and their results");
        }
        return ExitCode.OK;
    }

    private static String disk(Cluster cluster, NodeView node) {
        if (!node.members().isEmpty()) {
            return "of node " + node.node();
        }
        return cluster.isVisited()
                ? "of its data"
                : "under " + cluster.directory().path();
    }
}
