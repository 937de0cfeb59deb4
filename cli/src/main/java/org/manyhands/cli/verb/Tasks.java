package org.manyhands.cli.verb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import org.manyhands.cli.client.Cluster;
import org.manyhands.cli.client.OutOfReachException;
import org.manyhands.cli.client.ProblemException;
import org.manyhands.cli.client.Reference;
import org.manyhands.cli.client.StepOutput;
import org.manyhands.core.items.ItemSet;
import org.manyhands.server.api.JobView;

/** The tasks that a reference names, step by step. */
final class Tasks implements AutoCloseable {
    private final JobView job;
    private final List<Chosen> chosen = new ArrayList<>();

    /** Some tasks of one step. */
    record Chosen(JobView.StepView step, StepOutput output, ItemSet items) {}

    Tasks(Cluster cluster, Reference reference)
            throws ProblemException, OutOfReachException, InterruptedException, UsageException {
        job = cluster.job(reference.job());
        if (!reference.allTasks() && reference.step().isEmpty() && job.steps().size() > 1) {
            throw new UsageException("job " + job.id() + " has " + job.steps().size() + " steps; say which one, as in "
                    + job.id() + "." + job.steps().getLast().name() + "." + reference.first());
        }
        boolean found = false;
        for (JobView.StepView step : job.steps()) {
            if (reference.step().isEmpty() || reference.step().get().equals(step.name())) {
                found = true;
                StepOutput output = new StepOutput(
                        cluster.source(), job.id(), step.number(), cluster.results(job.id(), step.number()));
                chosen.add(new Chosen(step, output, items(reference, output)));
            }
        }
        if (!found) {
            throw new UsageException("job " + job.id() + " has no step '"
                    + reference.step().orElse("") + "' (it has: "
                    + String.join(
                            ", ",
                            job.steps().stream().map(JobView.StepView::name).toList()) + ")");
        }
    }

    private static ItemSet items(Reference reference, StepOutput output) throws UsageException {
        if (!reference.allTasks() && reference.last() > output.items()) {
            throw new UsageException("there are " + output.items() + " tasks (asked: " + reference.last() + ")");
        }
        ItemSet items = reference.allTasks()
                ? ItemSet.range(0, output.items())
                : ItemSet.range(reference.first() - 1, reference.last());
        Optional<String> state = reference.state();
        if (state.isEmpty()) {
            return items;
        }
        ItemSet settled = output.ok().or(output.failed()).or(output.cancelled());
        ItemSet rest = items.andNot(settled).andNot(output.held());
        return switch (state.get()) {
            case "succeeded" -> items.and(output.ok());
            case "failed" -> items.and(output.failed());
            case "cancelled" -> items.and(output.cancelled());
            case "running" -> items.and(output.running());
            case "committing" -> items.and(output.held()).andNot(output.running());
            case "not_started" -> output.decided() ? rest : ItemSet.EMPTY;
            default -> output.decided() ? ItemSet.EMPTY : rest;
        };
    }

    JobView job() {
        return job;
    }

    List<Chosen> chosen() {
        return chosen;
    }

    static String state(Chosen step, int item) {
        StepOutput output = step.output();
        if (output.ok().contains(item)) {
            return "succeeded";
        }
        if (output.failed().contains(item)) {
            return "failed";
        }
        if (output.cancelled().contains(item)) {
            return "cancelled";
        }
        if (output.running().contains(item)) {
            return "running";
        }
        if (output.held().contains(item)) {
            return "queued on node";
        }
        return output.decided() ? "not started" : step.step().blocked() > 0 ? "blocked" : "queued";
    }

    /** Something to do with each task. */
    interface Action {
        void with(Chosen step, int item) throws IOException;
    }

    void forEach(Action action) throws IOException {
        for (Chosen step : chosen) {
            for (PrimitiveIterator.OfInt items = step.items().iterator(); items.hasNext(); ) {
                action.with(step, items.nextInt());
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Chosen step : chosen) {
            step.output().close();
        }
    }
}
