package org.manyhands.cli.verb;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.manyhands.cli.client.Cluster;
import org.manyhands.server.api.EventView;
import org.manyhands.server.api.HistoryView;
import org.manyhands.server.api.JobView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "job", description = "Shows one job: its steps, its state, what failed and why, and its history.")
final class JobVerb extends Verb {
    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "JOB", arity = "0..1", defaultValue = "last")
    private String job = "last";

    @Override
    public Integer call() throws Exception {
        try (Cluster cluster = reach()) {
            JobView view = cluster.job(reference(job).job());
            HistoryView history = cluster.json("GET", "/v1/jobs/" + view.id() + "/history", null, HistoryView.class);
            output.print(new Listing(view, history));
            history.damages().forEach(damage -> System.err.println("mh: " + damage));
        }
        return ExitCode.OK;
    }

    /** The job as JSON, with its history beside its own fields. */
    record Whole(@JsonUnwrapped JobView job, List<EventView> history) {}

    private record Listing(JobView job, HistoryView history) implements OutputOptions.Listing {
        @Override
        public Table table() {
            System.out.println("job " + job.id() + "  " + job.name() + "  " + job.state()
                    + (job.reason().isEmpty() ? "" : ": " + job.reason()));
            System.out.println("run " + job.run() + "  submitted " + Times.moment(job.submittedMillis()) + " by "
                    + job.owner() + "  took " + Times.duration(job.tookMillis())
                    + "  tasks run as " + (job.user().isEmpty() ? "the node's user" : job.user()));
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
            return new Whole(job, history.events());
        }

        @Override
        public String footer() {
            StringBuilder text = new StringBuilder("\n");
            job.notifications()
                    .forEach(notification -> text.append("notify  ")
                            .append(notification.state())
                            .append("  ")
                            .append(notification.what())
                            .append(notification.outcome().isEmpty() ? "" : ": " + notification.outcome())
                            .append('\n'));
            if (!job.notifications().isEmpty()) {
                text.append('\n');
            }
            for (int i = 0; i < history.events().size(); i++) {
                EventView event = history.events().get(i);
                text.append(Times.moment(event.timeMillis()))
                        .append("  ")
                        .append(event.text())
                        .append('\n');
                if (i == 0 && history.omitted() > 0) {
                    text.append("… ")
                            .append(history.omitted())
                            .append(" more; 'mh events ")
                            .append(job.id())
                            .append("' has them\n");
                }
            }
            return text.toString();
        }

        @Override
        public List<String> ids() {
            return List.of(job.id());
        }
    }
}
