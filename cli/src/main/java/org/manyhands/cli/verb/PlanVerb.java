package org.manyhands.cli.verb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private static final int NODES_SHOWN = 4;

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
            System.out.println(end(forecast));
        }
        return ExitCode.OK;
    }

    /** Columns of which nothing is to be said are left out. */
    private static Table table(PlanView forecast) {
        boolean where = forecast.steps().stream().anyMatch(step -> !step.where().isEmpty());
        boolean times = forecast.lookedMillis() >= 0;
        List<String> head = new ArrayList<>(List.of("STEP", "ITEMS"));
        head.addAll(where ? List.of("WHERE") : List.of());
        head.addAll(times ? List.of("BEGINS", "ENDS", "ON") : List.of());
        head.add("NOW");
        Table table = new Table(head.toArray(String[]::new));
        for (PlanView.StepForecast step : forecast.steps()) {
            List<Object> row = new ArrayList<>(List.of(step.name(), step.items()));
            row.addAll(where ? List.of(step.where().isEmpty() ? "-" : step.where()) : List.of());
            row.addAll(times ? List.of(time(step.beginMillis()), time(step.endMillis()), on(step)) : List.of());
            row.add(step.sentence());
            table.row(row.toArray());
        }
        return table;
    }

    private static String time(long millis) {
        return millis < 0 ? "-" : "+" + Times.duration(millis);
    }

    /** Which nodes would run how many of its tasks, the most first. */
    private static String on(PlanView.StepForecast step) {
        List<String> nodes = step.nodes().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(node -> node.getKey() + " " + node.getValue())
                .toList();
        int more = nodes.size() - NODES_SHOWN;
        String shown = String.join(", ", nodes.subList(0, Math.min(NODES_SHOWN, nodes.size())));
        return nodes.isEmpty() ? "-" : more > 0 ? shown + " and " + more + " more nodes" : shown;
    }

    private static String end(PlanView forecast) {
        if (forecast.lookedMillis() < 0) {
            return "when it would end is not known: not all of its steps have run in a job called '" + forecast.name()
                    + "' yet";
        }
        boolean whole = forecast.steps().stream().allMatch(step -> step.items() == 0 || step.endMillis() >= 0);
        long end = forecast.steps().stream()
                .mapToLong(PlanView.StepForecast::endMillis)
                .max()
                .orElse(0);
        return whole
                ? "it would end in about " + Times.duration(Math.max(0, end))
                        + ", if tasks take as long as before and none fails"
                : "it would not end within " + Times.duration(forecast.lookedMillis());
    }
}
