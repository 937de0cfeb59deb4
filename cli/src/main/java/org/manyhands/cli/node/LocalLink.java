package org.manyhands.cli.node;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.manyhands.server.link.LinkUnavailableException;
import org.manyhands.server.link.WorkerDesk;
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
import org.manyhands.worker.run.ControlLink;
import org.manyhands.worker.run.LinkDownException;

/** The link between a worker and the control plane of the same process: the messages are the same, nothing travels. */
final class LocalLink implements ControlLink {
    private final WorkerDesk desk;
    private final Duration beatLimit;

    LocalLink(WorkerDesk desk, long ttlMillis) {
        this.desk = desk;
        beatLimit = Duration.ofMillis(ttlMillis / 2);
    }

    /** Something that the desk may not be able to answer now. */
    private interface Question<T> {
        T ask() throws LinkUnavailableException, InterruptedException;
    }

    private static <T> T ask(Question<T> question) throws LinkDownException, InterruptedException {
        try {
            return question.ask();
        } catch (LinkUnavailableException unavailable) {
            throw new LinkDownException(String.valueOf(unavailable.getMessage()));
        }
    }

    @Override
    public Welcome open(Hello hello) throws LinkDownException, InterruptedException {
        return ask(() -> desk.open(hello));
    }

    @Override
    public void serve(long session, Consumer<Holding> orders) throws InterruptedException {
        desk.serve(session, orders::accept);
    }

    @Override
    public CommandAnswer command(WorkerCommand command) throws LinkDownException, InterruptedException {
        return ask(() -> desk.command(command));
    }

    @Override
    public BeatAnswer beat(Beat beat) throws LinkDownException, InterruptedException {
        return ask(() -> desk.beat(beat, beatLimit));
    }

    @Override
    public Optional<StepInfo> describe(StepKey step) {
        return desk.describe(step.job(), step.step());
    }

    @Override
    public Optional<StepResults> results(StepKey step) {
        return desk.results(step.job(), step.step());
    }
}
