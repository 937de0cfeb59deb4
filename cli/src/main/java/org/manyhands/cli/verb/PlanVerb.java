package org.manyhands.cli.verb;

import java.util.List;
import java.util.Optional;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.spec.ArgumentSplitter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "plan",
        customSynopsis = {"mh plan [OPTIONS] FILE.yaml", "mh plan [OPTIONS] COMMAND [ARG...] [::: ITEM...]"},
        description = "Checks a job and says what would happen, without running it.")
final class PlanVerb extends Verb implements JobGiving {
    @Mixin
    private final JobOptions job = new JobOptions();

    private ArgumentSplitter.Split words =
            new ArgumentSplitter.Split(List.of(), List.of(), Optional.empty(), Optional.empty());

    @Override
    public void words(ArgumentSplitter.Split split) {
        words = split;
    }

    /** What would happen. */
    record Forecast(String name, List<StepForecast> steps, String problem) {}

    /** What would become of a step. */
    record StepForecast(String name, long items, String sentence) {}

    @Override
    public Integer call() throws Exception {
        JobOptions.Given given = job.job(words);
        try (Cluster cluster = reach()) {
            byte[] plan = Submission.PLANS.encode(
                    new Submission(cluster).compile(given).plan());
            Forecast forecast = cluster.json("POST", "/v1/plan", plan, Forecast.class);
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
