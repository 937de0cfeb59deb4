package org.manyhands.cli.verb;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.client.Reference;
import org.manyhands.cli.client.ResultFiles;
import org.manyhands.server.api.JobView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "get",
        description = "Fetches the files that tasks left: the result of JOB, or those of JOB.STEP, JOB.STEP.7.")
final class GetVerb extends Verb {
    @Option(names = "--to", paramLabel = "DIR", description = "Where to (default: NAME.out).")
    private @Nullable Path to;

    @Option(names = "--by-item", description = "A directory for each task, named by its number.")
    private boolean byItem;

    @Parameters(paramLabel = "JOB", arity = "0..1", defaultValue = "last")
    private String job = "last";

    @Override
    public Integer call() throws Exception {
        try (Cluster cluster = reach();
                Tasks tasks = new Tasks(cluster, result(cluster, reference(job)))) {
            Path directory = to != null ? to : Path.of(tasks.job().name().replace('/', '_') + ".out");
            for (Tasks.Chosen step : tasks.chosen()) {
                List<String> files = ResultFiles.fetch(
                        step.output(), step.items().and(step.output().ok()), directory, byItem);
                files.forEach(file -> System.out.println(directory.resolve(file)));
                if (files.isEmpty()) {
                    CommandLines.say("step " + step.step().name() + " left no files");
                }
            }
        }
        return ExitCode.OK;
    }

    /** A job without a step stands for the step that is its result. */
    private static Reference result(Cluster cluster, Reference reference) throws Exception {
        if (reference.step().isPresent() || !reference.allTasks()) {
            return reference;
        }
        JobView job = cluster.job(reference.job());
        if (job.result() < 0) {
            throw new UsageException("job " + job.id() + " names no result; say which step, as in " + job.id() + "."
                    + job.steps().getLast().name());
        }
        return new Reference(
                job.id(), java.util.Optional.of(job.steps().get(job.result()).name()), 0, 0, reference.state());
    }
}
