package org.manyhands.server.link;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Reply;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.ItemList;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.server.control.Answer;
import org.manyhands.server.control.Control;
import org.manyhands.wire.Beat;
import org.manyhands.wire.BeatAnswer;
import org.manyhands.wire.CommandAnswer;
import org.manyhands.wire.Hello;
import org.manyhands.wire.Holding;
import org.manyhands.wire.StepInfo;
import org.manyhands.wire.StepResults;
import org.manyhands.wire.TaskTemplate;
import org.manyhands.wire.Welcome;
import org.manyhands.wire.WorkerCommand;

/** Where a worker's link ends: what it says goes into the log, what the state says it holds goes to it. */
public final class WorkerDesk {
    private static final Duration POLL = Duration.ofMillis(500);

    private final Control control;

    public WorkerDesk(Control control) {
        this.control = control;
    }

    /** A node begins its life, or finds itself again. */
    public Welcome open(Hello hello) throws InterruptedException, LinkUnavailableException {
        Actor actor = new Actor(hello.getNode(), "self", "local", 0);
        Answer.Applied applied = applied(control.submit(actor, Translator.open(hello)));
        Welcome.Builder welcome = Welcome.newBuilder()
                .setEpoch(control.root().epoch())
                .setApplied(applied.applied())
                .setTtlMillis(control.ttlMillis());
        return switch (applied.reply()) {
            case Reply.Opened opened ->
                welcome.setSession(opened.session())
                        .setNextSeq(opened.nextSeq())
                        .build();
            case Reply.Refused refused -> welcome.setRefused(refused.sentence()).build();
            case Reply.Done _, Reply.Submitted _, Reply.Counted _, Reply.OutOfSequence _, Reply.Ended _, Reply.Busy _ ->
                throw new IllegalStateException("not a reply to OpenSession: " + applied.reply());
        };
    }

    /**
     * Tells the session what it holds, now and after every change, until it is gone or the thread is interrupted.
     *
     * @param orders takes each new truth, on this thread
     */
    public void serve(long session, Consumer<Holding> orders) throws InterruptedException {
        State state = control.root();
        Optional<Session> told = Optional.empty();
        while (true) {
            Optional<Session> now = state.sessions().get(session);
            if (now.isEmpty()) {
                return;
            }
            if (told.isEmpty() || changed(told.get(), now.get())) {
                orders.accept(Holdings.of(state, now.get()));
                told = now;
            }
            state = control.awaitNewer(state.applied(), POLL);
        }
    }

    // Not by content: an item given back and granted again since is the same content, and must be told again.
    @SuppressWarnings("ReferenceEquality")
    private static boolean changed(Session told, Session now) {
        return told.leases() != now.leases();
    }

    /**
     * A numbered command of a session.
     *
     * @throws LinkUnavailableException if nobody can say whether it was applied; the worker repeats it
     */
    public CommandAnswer command(String node, WorkerCommand command)
            throws InterruptedException, LinkUnavailableException {
        Actor actor = new Actor(node, "self", "local", 0);
        Answer.Applied applied = applied(control.submit(actor, Translator.command(command)));
        return Translator.answer(applied.reply(), control.root().epoch(), applied.applied());
    }

    /** A beat; answered by the leader alone, after it made sure that it still is. */
    public BeatAnswer beat(Beat beat, Duration limit) throws InterruptedException, LinkUnavailableException {
        try {
            return control.beat(beat).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException unanswered) {
            throw new LinkUnavailableException("the beat was not answered within " + limit.toMillis() + " ms");
        }
    }

    /** What a worker needs to run tasks of a step; empty if the job is gone. */
    public Optional<StepInfo> describe(long job, int step) {
        return control.root()
                .jobs()
                .get(job)
                .map(found -> info(found, found.plan().steps().get(step), found.lists(step)));
    }

    /** Where the results of a step are; empty if the job is gone. */
    public Optional<StepResults> results(long job, int step) {
        State state = control.root();
        return state.jobs().get(job).map(found -> Results.of(state, found, step, ItemSet.EMPTY));
    }

    private static StepInfo info(Job job, StepPlan plan, PersistentMap<Long, ItemList> lists) {
        try {
            StepInfo.Builder info = StepInfo.newBuilder()
                    .setTemplate(TaskTemplate.parseFrom(plan.template().toArray()))
                    .putAllDemand(plan.demand())
                    .setItems(plan.items())
                    .setSubmitter(job.plan().owner())
                    .setTraceId(ByteString.copyFrom(TraceId.of(job)));
            lists.forEach((first, list) ->
                    info.addLists(StepInfo.ItemList.newBuilder().setFirst(first).setList(Holdings.bytes(list.list()))));
            return info.build();
        } catch (InvalidProtocolBufferException broken) {
            throw new IllegalStateException("the template of step " + plan.name() + " of job " + job.id(), broken);
        }
    }

    private static Answer.Applied applied(Answer answer) throws LinkUnavailableException {
        return switch (answer) {
            case Answer.Applied applied -> applied;
            case Answer.Refused refused -> throw new LinkUnavailableException(refused.sentence());
            case Answer.Unknown unknown -> throw new LinkUnavailableException(unknown.cause());
        };
    }
}
