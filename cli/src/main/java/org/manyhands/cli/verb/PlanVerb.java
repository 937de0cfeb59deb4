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
            Table table = new Table("STEP", "ITEMS", "NOW");
            forecast.steps().forEach(step -> table.row(step.name(), step.items(), step.sentence()));
            System.out.print(table);
        }
        return ExitCode.OK;
    }
}
