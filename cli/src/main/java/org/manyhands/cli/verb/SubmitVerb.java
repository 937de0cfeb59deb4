package org.manyhands.cli.verb;

import java.util.List;
import java.util.Optional;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.spec.ArgumentSplitter;
import org.manyhands.server.api.JobView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "submit",
        customSynopsis = {"mh submit [OPTIONS] FILE.yaml", "mh submit [OPTIONS] COMMAND [ARG...] [::: ITEM...]"},
        description = "Gives a job to the node and prints its id; 'mh attach' follows it.")
final class SubmitVerb extends Verb implements JobGiving {
    @Mixin
    private final JobOptions job = new JobOptions();

    private ArgumentSplitter.Split words =
            new ArgumentSplitter.Split(List.of(), List.of(), Optional.empty(), Optional.empty());

    @Override
    public void words(ArgumentSplitter.Split split) {
        words = split;
    }

    @Override
    public Integer call() throws Exception {
        JobOptions.Given given = job.job(words);
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
