package org.manyhands.cli.verb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.client.StepOutput;
import org.manyhands.store.pack.PackEntry;
import org.manyhands.wire.TaskRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "tasks", description = "Lists tasks with their records: JOB, JOB:failed, JOB.7, JOB.1-10, JOB.STEP.7.")
final class TasksVerb extends Verb {
    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: 1000).")
    private int limit = 1_000;

    @Parameters(paramLabel = "TASKS", arity = "0..1", defaultValue = "last")
    private String tasks = "last";

    /** One task, as JSON. */
    record TaskView(
            String task,
            String step,
            long number,
            String item,
            String state,
            String outcome,
            int exitCode,
            int signal,
            int attempt,
            int run,
            String node,
            List<String> devices,
            long boot,
            String user,
            long startedMillis,
            long durationMicros,
            long userMicros,
            long systemMicros,
            long maxRssBytes,
            long stdoutBytes,
            long stderrBytes,
            String error) {}

    @Override
    public Integer call() throws Exception {
        List<TaskView> views = new ArrayList<>();
        long[] more = {0};
        try (Cluster cluster = reach();
                Tasks chosen = new Tasks(cluster, reference(tasks))) {
            chosen.forEach((step, item) -> {
                if (views.size() < limit) {
                    views.add(view(chosen, step, item));
                } else {
                    more[0]++;
                }
            });
        }
        output.print(new Listing(views));
        if (more[0] > 0) {
            CommandLines.say(more[0] + " more; --limit shows them");
        }
        return ExitCode.OK;
    }

    private static TaskView view(Tasks tasks, Tasks.Chosen step, int item) throws IOException {
        Optional<PackEntry> entry = step.output().entry(item);
        TaskRecord record = entry.isPresent() ? StepOutput.record(entry.get()) : TaskRecord.getDefaultInstance();
        boolean poison = step.output().poison().contains(item);
        String name = tasks.job().id()
                + (tasks.job().steps().size() > 1 ? "." + step.step().name() : "") + "." + (item + 1);
        return new TaskView(
                name,
                step.step().name(),
                item + 1L,
                record.getItemValue().toStringUtf8(),
                Tasks.state(step, item),
                poison
                        ? "poison"
                        : entry.isPresent() ? record.getOutcome().name().toLowerCase(Locale.ROOT) : "",
                record.getExitCode(),
                record.getSignal(),
                record.getAttempt(),
                record.getRun(),
                record.getNode(),
                List.copyOf(record.getDevicesList()),
                record.getBoot(),
                record.getUser(),
                record.getStartedWallMillis(),
                record.getDurationNanos() / 1_000,
                record.getUserMicros(),
                record.getSystemMicros(),
                record.getMaxRssBytes(),
                record.getStdoutBytes(),
                record.getStderrBytes(),
                poison ? "poison: nodes died with it; 'mh why " + name + "' says which" : record.getError());
    }

    private record Listing(List<TaskView> tasks) implements OutputOptions.Listing {
        private static final int ITEM_CHARACTERS_MAX = 32;
        private static final int ERROR_CHARACTERS_MAX = 80;

        @Override
        public Table table() {
            Table table =
                    new Table("TASK", "ITEM", "STATE", "EXIT", "TRY", "STARTED", "TOOK", "CPU", "RSS", "NODE", "SAID");
            for (TaskView task : tasks) {
                boolean ran = !task.node().isEmpty();
                table.row(
                        task.task(),
                        cut(task.item(), ITEM_CHARACTERS_MAX),
                        task.state(),
                        ran ? exit(task) : "-",
                        ran ? task.attempt() : "-",
                        Times.moment(task.startedMillis()),
                        ran ? Times.duration(task.durationMicros() / 1_000) : "-",
                        ran ? Times.duration((task.userMicros() + task.systemMicros()) / 1_000) : "-",
                        ran && task.maxRssBytes() >= 0 ? (task.maxRssBytes() >> 20) + "M" : "-",
                        ran
                                ? String.join(
                                        " ",
                                        Stream.concat(Stream.of(task.node()), task.devices().stream())
                                                .toList())
                                : "-",
                        cut(task.error().replace('\n', ' '), ERROR_CHARACTERS_MAX));
            }
            return table;
        }

        private static String exit(TaskView task) {
            if (task.signal() > 0) {
                return "signal " + task.signal();
            }
            return task.exitCode() < 0 ? "-" : Integer.toString(task.exitCode());
        }

        private static String cut(String text, int max) {
            return text.length() <= max ? text : text.substring(0, max - 1) + "…";
        }

        @Override
        public Object json() {
            return tasks;
        }

        @Override
        public List<String> ids() {
            return tasks.stream().map(TaskView::task).toList();
        }
    }
}
