package org.manyhands.server.link;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Reply;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.ItemList;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Member;
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

/** Where the link of one worker ends: what it says goes into the log, what the state says it holds goes to it. */
public final class WorkerDesk {
    private static final Duration SEEN_LIMIT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Control control;
    private final Actor actor;
    private final Bytes key;
    private volatile Heard heard = new Heard(0, 0);
    private volatile Where where = new Where(PersistentMap.empty(), List.of());

    /** How many beats came over this link, and by which state the worker went as of the last. */
    private record Heard(long beats, long reconciled) {}

    /** Where control nodes are, by the members that say so. */
    private record Where(PersistentMap<String, Member> members, List<String> addresses) {}

    /** Takes what a session holds. */
    @FunctionalInterface
    public interface Orders<E extends Exception> {
        void tell(Holding holding) throws E, InterruptedException;
    }

    /**
     * @param actor the node on the other end, as it is authenticated
     * @param key by which it is a member; empty while there are no members
     */
    public WorkerDesk(Control control, Actor actor, Bytes key) {
        this.control = control;
        this.actor = actor;
        this.key = key;
    }

    /** A node begins its life, or finds itself again. */
    public Welcome open(Hello hello) throws InterruptedException, LinkUnavailableException {
        if (!hello.getNode().equals(actor.name())) {
            return Welcome.newBuilder()
                    .setRefused("this is node " + actor.name() + " by its certificate, and it says that it is "
                            + hello.getNode())
                    .build();
        }
        if (!key.isEmpty() && control.root().members().isEmpty()) {
            // Its worker would be given tasks by a state that is not seen here.
            throw new LinkUnavailableException("this control node has nothing of the log yet");
        }
        Answer.Applied applied = applied(control.submit(actor, Translator.open(hello, key)));
        if (control.await(state -> state.applied() >= applied.applied(), SEEN_LIMIT)
                        .applied()
                < applied.applied()) {
            // It may have seen more at another control node, and would be told less here.
            throw new LinkUnavailableException("this control node is behind the leader");
        }
        Welcome.Builder welcome = Welcome.newBuilder()
                .setEpoch(control.root().epoch())
                .setApplied(applied.applied())
                .setTtlMillis(control.ttlMillis())
                .addAllControl(controlNodes());
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
     * Tells the session what it holds, now and after every change, until it is gone or the thread is interrupted. What the
     * worker does not go by when it beats next is told again.
     *
     * @param orders takes each new truth, on this thread
     */
    public <E extends Exception> void serve(long session, Orders<E> orders) throws E, InterruptedException {
        State state = control.root();
        Optional<Session> told = Optional.empty();
        long toldApplied = 0;
        long toldBeats = 0;
        while (true) {
            Optional<Session> now = state.sessions().get(session);
            if (now.isEmpty()) {
                return;
            }
            Heard beat = heard;
            boolean lost = beat.beats() > toldBeats && beat.reconciled() < toldApplied;
            if (told.isEmpty() || changed(told.get(), now.get()) || lost) {
                orders.tell(Holdings.of(state, now.get()));
                told = now;
                toldApplied = state.applied();
                toldBeats = beat.beats();
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
    public CommandAnswer command(WorkerCommand command) throws InterruptedException, LinkUnavailableException {
        requireOwn(command.getSession());
        Answer.Applied applied = applied(control.submit(actor, Translator.command(command)));
        return Translator.answer(applied.reply(), control.root().epoch(), applied.applied());
    }

    /** A beat; answered by the leader alone, after it made sure that it still is. */
    public BeatAnswer beat(Beat beat, Duration limit) throws InterruptedException, LinkUnavailableException {
        requireOwn(beat.getSession());
        heard = new Heard(heard.beats() + 1, beat.getReconciled());
        try {
            return control.beat(beat).get(limit.toMillis(), TimeUnit.MILLISECONDS).toBuilder()
                    .setWallMillis(System.currentTimeMillis())
                    .addAllControl(controlNodes())
                    .build();
        } catch (TimeoutException | ExecutionException unanswered) {
            throw new LinkUnavailableException("the beat was not answered within " + limit.toMillis() + " ms");
        }
    }

    /** Each beat tells; who belongs to the cluster seldom changes, and may be many. */
    @SuppressWarnings("ReferenceEquality")
    private List<String> controlNodes() {
        State state = control.root();
        Where known = where;
        if (known.members() != state.members()) {
            known = new Where(state.members(), state.addresses(List.of()));
            where = known;
        }
        return known.addresses();
    }

    /** The acting node is the authenticated one. A session that is gone is nobody's, and is answered so. */
    private void requireOwn(long session) throws LinkUnavailableException {
        Optional<Session> known = control.root().sessions().get(session);
        if (known.isPresent() && !known.get().node().equals(actor.name())) {
            throw new LinkUnavailableException("node " + actor.name() + " acts for a session of node "
                    + known.get().node());
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
