package org.manyhands.cli.verb;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.manyhands.cli.client.Cluster;
import org.manyhands.server.api.JobView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "jobs", description = "Lists the jobs, the newest first; the newest 1,000, or as many before another.")
final class JobsVerb extends Verb {
    /** So many the node lists at once. */
    private static final int PAGE = 1_000;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--before", paramLabel = "JOB", description = "Those that are older than this one.")
    private @Nullable String before;

    @Override
    public Integer call() throws Exception {
        try (Cluster cluster = reach()) {
            List<JobView> jobs = before == null
                    ? cluster.jobs()
                    : cluster.jobsBefore(
                            Long.parseLong(cluster.jobId(reference(before).job())));
            output.print(new Listing(jobs));
            if (jobs.size() == PAGE) {
                CommandLines.say("these are " + PAGE + " jobs; 'mh jobs --before "
                        + jobs.getLast().id() + "' lists older ones");
            }
        }
        return ExitCode.OK;
    }

    private record Listing(List<JobView> jobs) implements OutputOptions.Listing {
        @Override
        public Table table() {
            Table table = new Table("JOB", "NAME", "STATE", "DONE", "FAILED", "SUBMITTED", "TOOK");
            for (JobView job : jobs) {
                long items =
                        job.steps().stream().mapToLong(JobView.StepView::items).sum();
                long ok = job.steps().stream().mapToLong(JobView.StepView::ok).sum();
                long failed =
                        job.steps().stream().mapToLong(JobView.StepView::failed).sum();
                table.row(
                        job.id(),
                        job.name(),
                        job.state(),
                        ok + "/" + items,
                        failed,
                        Times.moment(job.submittedMillis()),
                        Times.duration(job.tookMillis()));
            }
            return table;
        }

        @Override
        public Object json() {
            return jobs;
        }

        @Override
        public List<String> ids() {
            return jobs.stream().map(JobView::id).toList();
        }
    }
}
