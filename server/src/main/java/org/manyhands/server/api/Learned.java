package org.manyhands.server.api;

import java.util.OptionalLong;
import org.manyhands.core.StepRef;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Work;

/** How long tasks take, by what those of the same step of a job of the same name took last. */
final class Learned {
    /** Of tasks of other jobs of which nothing is known. */
    static final long UNKNOWN_MILLIS = 60_000;

    private final State state;

    Learned(State state) {
        this.state = state;
    }

    /** Milliseconds, at least 1; none if none has ended yet. */
    OptionalLong millis(StepRef ref) {
        Job job = state.jobs().at(ref.job());
        OptionalLong own = mean(job.steps().get(ref.step()).work());
        return own.isPresent()
                ? own
                : millis(job.plan().name(), job.plan().steps().get(ref.step()).name());
    }

    private OptionalLong millis(String name, String step) {
        OptionalLong newest = OptionalLong.empty();
        for (Job job : state.jobs().values()) {
            if (job.plan().name().equals(name)) {
                for (int number = 0; number < job.steps().size(); number++) {
                    OptionalLong mean = mean(job.steps().get(number).work());
                    boolean same = job.plan().steps().get(number).name().equals(step);
                    newest = same && mean.isPresent() ? mean : newest;
                }
            }
        }
        return newest;
    }

    private static OptionalLong mean(Work work) {
        return work.attempts() == 0
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(1, work.millis() / work.attempts()));
    }
}
