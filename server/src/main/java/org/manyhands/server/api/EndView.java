package org.manyhands.server.api;

import java.util.ArrayList;
import java.util.List;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Phase;
import org.manyhands.core.state.Step;

/**
 * The end of a job, as those are told whom it names; its JSON only grows.
 *
 * @param job its id
 * @param state one word: succeeded, failed, cancelled; a job that was aborted has failed
 * @param reason one sentence; empty if it succeeded
 * @param submittedMillis milliseconds since 1970
 * @param endedMillis the same
 */
public record EndView(
        String job,
        String name,
        String state,
        String reason,
        long submittedMillis,
        long endedMillis,
        List<StepCounts> steps) {

    /** How many tasks of a step came to which end. */
    public record StepCounts(String name, long ok, long failed, long cancelled) {}

    /** Of a job that is decided. */
    public static EndView of(Job job) {
        if (!(job.phase() instanceof Phase.Decided decided)) {
            throw new IllegalArgumentException("job " + job.id() + " has not ended");
        }
        List<StepCounts> steps = new ArrayList<>();
        for (int number = 0; number < job.steps().size(); number++) {
            Step step = job.steps().get(number);
            steps.add(new StepCounts(
                    job.plan().steps().get(number).name(),
                    step.ok().size(),
                    step.failed().size(),
                    step.cancelled().size()));
        }
        return new EndView(
                Long.toString(job.id()),
                job.plan().name(),
                decided.verdict().end().word(),
                Sentences.job(job),
                job.submittedWallMillis(),
                decided.wallMillis(),
                steps);
    }
}
