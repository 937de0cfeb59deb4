package org.manyhands.cli.verb;

import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.spec.CompiledJob;
import org.manyhands.server.api.JobView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "run",
        customSynopsis = {
            "mh run [OPTIONS] FILE.yaml",
            "mh run [OPTIONS] COMMAND [ARG...] [::: ITEM...]",
            "mh run [OPTIONS] -- COMMAND [ARG...]"
        },
        description = "Runs a job and follows it: progress, output in order, result files, exit code.")
final class RunVerb extends JobGiving {
    @Mixin
    private final FollowOptions follow = new FollowOptions();

    @Override
    int take(JobOptions.Given given) throws Exception {
        follow.check();
        try (Cluster cluster = reach(true)) {
            Submission submission = new Submission(cluster).staying();
            CompiledJob compiled = submission.compile(given);
            Following following = new Following(cluster, follow, Following.OnInterrupt.CANCEL).minding();
            JobView begun = submission.submit(compiled);
            submission.feed(begun);
            int code = following.follow(begun);
            Others.serve(cluster, begun);
            return code;
        }
    }
}
