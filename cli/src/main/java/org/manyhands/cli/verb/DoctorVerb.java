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
            long stores = node.members().stream()
                    .filter(member -> member.role().equals("control"))
                    .count();
            if (node.copies().stores() > 1) {
                copies(node.copies());
            }
            node.storeDamage()
                    .forEach(damage -> System.out.println("warning      " + damage
                            + (stores > 1
                                    ? "; other control nodes have copies, from which it is made anew"
                                    : "; the results in it are gone, and 'mh retry JOB.TASK' makes them again")));
            node.sessions().stream()
                    .map(NodeView.SessionView::trouble)
                    .filter(trouble -> !trouble.isEmpty())
                    .forEach(trouble -> System.out.println("warning      " + trouble));
            journal.damages().forEach(damage -> System.out.println("warning      " + damage));
            System.out.println("processes    "
                    + (node.containment().isEmpty() ? "a node says this when it runs" : node.containment()));
            long voters =
                    node.members().stream().filter(NodeView.MemberView::votes).count();
            if (voters <= 1) {
                System.out.println("warning      "
                        + (stores <= 1 ? "one control node" : "one control node of " + stores + " keeps the log")
                        + ": losing the disk " + disk(cluster, node) + " loses the jobs"
                        + (stores <= 1 ? " and their results" : "; a third control node makes that safe"));
            } else {
                System.out.println(
                        "control      " + voters + " nodes keep the log: any " + voters / 2 + " of them may be lost");
            }
        }
        return ExitCode.OK;
    }

    private static void copies(NodeView.CopiesView copies) {
        System.out.println("blobs        " + copies.wanted() + " copies of each on " + copies.stores()
                + " control nodes" + (copies.silent() > 0 ? ", and " + copies.silent() + " that do not answer" : "")
                + "; " + copies.blobs() + " were looked at " + Times.moment(copies.wallMillis()));
        if (copies.thin() > 0) {
            System.out.println("warning      of " + copies.thin() + " blobs there are fewer copies than "
                    + copies.wanted() + "; more are made as soon as there is a place for them");
        }
        if (copies.lost() > 0) {
            System.out.println("warning      of " + copies.lost()
                    + " blobs no copy is left; what was in them is made again if its job goes on, else has failed");
        }
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
