package org.manyhands.cli.verb;

import java.util.List;
import org.manyhands.cli.client.Cluster;
import org.manyhands.server.api.ScheduleView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "list", description = "Lists the schedules, when they are due, and what became of their last time.")
final class ScheduleListVerb extends Verb {
    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws Exception {
        try (Cluster cluster = reach()) {
            output.print(new Listing(List.of(cluster.json("GET", "/v1/schedules", null, ScheduleView[].class))));
        }
        return ExitCode.OK;
    }

    private record Listing(List<ScheduleView> schedules) implements OutputOptions.Listing {
        @Override
        public Table table() {
            Table table = new Table("NAME", "TIMES", "ZONE", "NEXT", "LAST JOB", "RUNS", "SKIPS", "NOTE");
            for (ScheduleView schedule : schedules) {
                table.row(
                        schedule.name(),
                        schedule.cron(),
                        schedule.zone(),
                        Times.moment(schedule.nextMillis()),
                        schedule.lastJob().isEmpty() ? "-" : schedule.lastJob() + " " + schedule.lastState(),
                        schedule.runs(),
                        schedule.skips(),
                        schedule.note());
            }
            return table;
        }

        @Override
        public Object json() {
            return schedules;
        }

        @Override
        public List<String> ids() {
            return schedules.stream().map(ScheduleView::name).toList();
        }
    }
}
