package org.manyhands.worker.run;

import java.util.Optional;
import java.util.function.Consumer;
import org.manyhands.wire.Beat;
import org.manyhands.wire.BeatAnswer;
import org.manyhands.wire.CommandAnswer;
import org.manyhands.wire.Hello;
import org.manyhands.wire.Holding;
import org.manyhands.wire.StepInfo;
import org.manyhands.wire.StepResults;
import org.manyhands.wire.Welcome;
import org.manyhands.wire.WorkerCommand;
import org.manyhands.worker.lease.StepKey;

/** The worker's end of its link to the control plane. Every call may block; a {@link LinkDownException} means: again later. */
public interface ControlLink {
    Welcome open(Hello hello) throws LinkDownException, InterruptedException;

    /** Hands over what the session holds, now and after every change, until the session is gone. */
    void serve(long session, Consumer<Holding> orders) throws LinkDownException, InterruptedException;

    CommandAnswer command(WorkerCommand command) throws LinkDownException, InterruptedException;

    BeatAnswer beat(Beat beat) throws LinkDownException, InterruptedException;

    /** Empty if the job is gone. */
    Optional<StepInfo> describe(StepKey step) throws LinkDownException, InterruptedException;

    /** Empty if the job is gone. */
    Optional<StepResults> results(StepKey step) throws LinkDownException, InterruptedException;
}
