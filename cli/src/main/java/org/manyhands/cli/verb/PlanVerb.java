package org.manyhands.cli.verb;

import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.spec.JobFile;
import org.manyhands.server.api.PlanView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "plan",
        customSynopsis = {"mh plan [OPTIONS] FILE.yaml", "mh plan [OPTIONS] COMMAND [ARG...] [::: ITEM...]"},
        description = "Checks a job and says what would happen, without running it.")
final class PlanVerb extends JobGiving {
    @Option(names = "--print-schema", description = "Prints the JSON Schema of job files, for editors.")
    private boolean printSchema;

    @Override
    public Integer call() throws Exception {
        if (printSchema) {
            System.out.print(JobFile.schema());
            return ExitCode.OK;
        }
        return super.call();
    }

    @Override
    int take(JobOptions.Given given) throws Exception {
        try (Cluster cluster = reach()) {
            byte[] plan = Submission.PLANS.encode(
                    new Submission(cluster).compile(given).plan());
            PlanView forecast = cluster.json("POST", "/v1/plan", plan, PlanView.class);
            if (!forecast.problem().isEmpty()) {
                CommandLines.say(forecast.problem());
                return ExitCode.USAGE;
            }
            System.out.print(table(forecast));
        }
        return ExitCode.OK;
    }

    /** Where a step may run is shown if one says so. */
    private static Table table(PlanView forecast) {
        if (forecast.steps().stream().allMatch(step -> step.where().isEmpty())) {
            Table table = new Table("STEP", "ITEMS", "NOW");
            forecast.steps().forEach(step -> table.row(step.name(), step.items(), step.sentence()));
            return table;
        }
        Table table = new Table("STEP", "ITEMS", "WHERE", "NOW");
        forecast.steps()
                .forEach(step -> table.row(
                        step.name(), step.items(), step.where().isEmpty() ? "-" : step.where(), step.sentence()));
        return table;
    }
}
