package org.manyhands.cli.verb;

import org.manyhands.cli.client.Cluster;
import org.manyhands.server.api.JobView;
import picocli.CommandLine.Command;

@Command(
        name = "submit",
        customSynopsis = {"mh submit [OPTIONS] FILE.yaml", "mh submit [OPTIONS] COMMAND [ARG...] [::: ITEM...]"},
        description = "Gives a job to the node and prints its id; 'mh attach' follows it.")
final class SubmitVerb extends JobGiving {
    @Override
    int take(JobOptions.Given given) throws Exception {
        try (Cluster cluster = reach()) {
            Submission submission = new Submission(cluster);
            JobView accepted = submission.submit(submission.compile(given));
            System.out.println(accepted.id());
            if (cluster.isNode()) {
                CommandLines.say("no node is running here: 'mh up' or 'mh attach " + accepted.id() + "' starts it");
            }
            return ExitCode.OK;
        }
    }
}
