package org.manyhands.cli.verb;

import java.util.List;
import org.manyhands.cli.client.Cluster;
import org.manyhands.server.api.JobView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "wait",
        description =
                "Waits until jobs have ended, and who is to be told of that is told; prints nothing. Exits with 0 if all went well, else as 'run'.")
final class WaitVerb extends Verb {
    private static final long WAIT_MILLIS = 5_000;

    @Parameters(paramLabel = "JOB", arity = "1..*")
    private List<String> jobs = List.of();

    @Override
    public Integer call() throws Exception {
        int code = ExitCode.OK;
        try (Cluster cluster = reach(true)) {
            for (String each : jobs) {
                JobView job = cluster.job(reference(each).job());
                while (job.endedMillis() == 0) {
                    job = cluster.jobOver(job, WAIT_MILLIS);
                }
                job = Notices.await(cluster, job, () -> false);
                code = code == ExitCode.OK ? code(job) : code;
            }
        }
        return code;
    }

    private static int code(JobView job) {
        return switch (job.state()) {
            case "succeeded" -> ExitCode.OK;
            case "failed" -> ExitCode.TASK_FAILED;
            default -> ExitCode.CANCELLED;
        };
    }
}
