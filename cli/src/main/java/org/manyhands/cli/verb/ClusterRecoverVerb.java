package org.manyhands.cli.verb;

import java.util.List;
import org.manyhands.cli.node.ClusterRecovery;
import org.manyhands.cli.node.DataDirectory;
import org.manyhands.cli.node.RecoveryReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "recover",
        description = {
            "Goes on from one control node when so many of the others are gone for good that no majority is left. Say it on that node,",
            "which must not run. Without --yes it says what would be lost, and changes nothing.",
            "Jobs, results and the certificate authority are kept as far as this node has them. What the others accepted after its",
            "last entry is lost, and so are blobs of which it has no copy. Control nodes that are left elsewhere join anew."
        },
        footer = {
            "",
            "Example:",
            "  mh cluster recover --data DIR          says what that would mean",
            "  mh cluster recover --data DIR --yes    does it; then 'mh up', and let two others join",
        })
final class ClusterRecoverVerb extends Verb {
    @Option(names = "--yes", description = "Do it. There is no way back.")
    private boolean yes;

    @Option(
            names = "--force",
            description = {
                "Also where the other control nodes can be reached. Unless they are stopped first there are two clusters then,",
                "which both run the same jobs."
            })
    private boolean force;

    @Override
    public Integer call() throws Exception {
        DataDirectory directory = directory();
        if (directory.exists()) {
            NodeLog.write(directory.path());
        }
        try (ClusterRecovery recovery = ClusterRecovery.prepare(directory, force)) {
            tell(recovery.report());
            if (!yes) {
                throw new UsageException("nothing is changed yet; say it again with --yes to go on from this node");
            }
            recovery.carryOut(System.getProperty("user.name"));
            done(recovery.report());
        }
        return ExitCode.OK;
    }

    private static void tell(RecoveryReport report) {
        System.out.println("node         " + report.node() + ", which kept the log with " + names(report.keepers()));
        System.out.println("answering    " + names(report.answering()));
        System.out.println("goes on      from entry " + report.entry() + " (index " + report.index()
                + " of its log), of " + Times.moment(report.wallMillis()));
        System.out.println("keeps        jobs: " + report.jobs() + ", not ended: " + report.openJobs()
                + "; schedules, tokens, and the certificate authority");
        System.out.println("LOST         whatever other control nodes accepted after that entry");
        System.out.println(
                "LOST         what jobs read and wrote, where this node has no copy of it: it is made again if its"
                        + " job goes on, else it has failed (mh doctor)");
        System.out.println(
                "REMOVED      " + names(report.removed()) + ": never start them again with their old data, which"
                        + " is of another epoch and is refused; they join anew, with new directories");
        System.out.println("runs again   what workers (" + report.workers()
                + ") are running: they attach again, and give up what they have not brought in");
    }

    private static void done(RecoveryReport report) {
        CommandLines.say("the cluster goes on from node " + report.node()
                + ": start it with 'mh up', then let two others join ('mh token create --role control'), as until then"
                + " the loss of its disk loses everything");
    }

    private static String names(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}
