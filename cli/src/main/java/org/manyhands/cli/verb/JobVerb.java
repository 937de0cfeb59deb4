package org.manyhands.cli.verb;

import java.util.List;
import org.manyhands.cli.client.Cluster;
import org.manyhands.server.api.JobView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "job", description = "Shows one job: its steps, its state, what failed and why.")
final class JobVerb extends Verb {
    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "JOB", arity = "0..1", defaultValue = "last")
    private String job = "last";

    @Override
    public Integer call() throws Exception {
        try (Cluster cluster = reach()) {
            output.print(new Listing(cluster.job(reference(job).job())));
        }
        return ExitCode.OK;
    }

    private record Listing(JobView job) implements OutputOptions.Listing {
        @Override
        public Table table() {
            System.out.println("job " + job.id() + "  " + job.name() + "  " + job.state()
                    + (job.reason().isEmpty() ? "" : ": " + job.reason()));
            System.out.println("run " + job.run() + "  submitted " + Times.moment(job.submittedMillis()) + " by "
                    + job.owner() + "  took " + Times.between(job.submittedMillis(), job.endedMillis())
                    + "  tasks run as the node's user");
            System.out.println();
            Table table = new Table(
                    "STEP", "STATE", "ITEMS", "OK", "FAILED", "CANCELLED", "RUNNING", "WAITING", "MEAN", "WHY");
            for (JobView.StepView step : job.steps()) {
                table.row(
                        step.name(),
                        step.state(),
                        step.items(),
                        step.ok(),
                        step.failed(),
                        step.cancelled(),
                        step.running() + step.committing(),
                        step.queuedOnNode() + step.queued() + step.backingOff() + step.blocked(),
                        step.attempts() == 0 ? "-" : Times.duration(step.workMillis() / step.attempts()),
                        step.reason());
            }
            return table;
        }

        @Override
        public Object json() {
            return job;
        }

        @Override
        public List<String> ids() {
            return List.of(job.id());
        }
    }
}
