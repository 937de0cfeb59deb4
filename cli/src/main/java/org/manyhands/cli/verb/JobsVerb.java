package org.manyhands.cli.verb;

import java.util.List;
import org.manyhands.cli.client.Cluster;
import org.manyhands.server.api.JobView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "jobs", description = "Lists the jobs, the newest first.")
final class JobsVerb extends Verb {
    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws Exception {
        try (Cluster cluster = reach()) {
            output.print(new Listing(cluster.jobs()));
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
