package org.manyhands.server.control;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.command.Event;
import org.manyhands.core.machine.Machine;
import org.manyhands.core.machine.Outcome;
import org.manyhands.core.place.Distances;
import org.manyhands.core.place.Placement;
import org.manyhands.core.state.State;
import org.manyhands.server.journal.Journal;
import org.manyhands.server.leader.BeatRounds;
import org.manyhands.server.leader.SessionWatch;
import org.manyhands.server.leader.Whereabouts;
import org.manyhands.server.replica.Appended;
import org.manyhands.server.replica.Leadership;
import org.manyhands.server.replica.Replicated;
import org.manyhands.server.replica.ReplicatedLog;
import org.manyhands.server.where.Expressions;
import org.manyhands.wire.Beat;
import org.manyhands.wire.BeatAnswer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control plane of this member: the replicated state, and the leader's duties while it leads.
 *
 * <p>Concurrency: one thread owns the proposer, the watch and the rounds; everybody else sends it events, the log's
 * callbacks included. The root is immutable and read by anybody. Ordering: an answer is given after the entry that holds
 * its command is applied here. Failure: a throw on the leader's thread is a bug; it is told to the log's owner, who halts.
 */
public final class Control implements AutoCloseable {
    private static final long IDLE_MILLIS = 200;
    private static final long AGAIN_MILLIS = 20;
    private static final Duration READY_LIMIT = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Control.class);

    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    private final List<Consumer<List<Event>>> listeners = new CopyOnWriteArrayList<>();
    private final ConcurrentSkipListMap<Long, Beat> beats = new ConcurrentSkipListMap<>();
    /** To which control node the worker of a session should go, until it is told. */
    private final Map<Long, List<String>> moves = new ConcurrentHashMap<>();

    private final Journal journal;
    private final Expressions expressions = new Expressions();
    private final Distances distances = new Whereabouts(beats::values);
    private final Replica replica;
    private final Proposer proposer;
    private final SessionWatch watch;
    private final BeatRounds rounds;
    private final Changes changes = new Changes();
    private final Thread leader;
    private final LeaderLink others;
    private final boolean shared;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private @Nullable ReplicatedLog log;
    private volatile Placement placement = Placement.NONE;
    private volatile boolean closed;
    /** Something was committed that followers may not have heard of; they are being told. Of the leader's thread. */
    private boolean untold;

    private boolean telling;
    /** When the leader's thread last looked for silence. */
    private long lookedMillis = now();

    /**
     * Opens the log and begins to lead when it lets us.
     *
     * @param epoch of a new cluster; an existing one keeps its own
     * @param ttlMillis the time to live of a session
     * @param journal where to write what happens
     * @param opener opens the log that drives the state
     */
    public Control(long epoch, long ttlMillis, Journal journal, Function<Replicated, ReplicatedLog> opener) {
        this(epoch, ttlMillis, journal, LeaderLink.NONE, false, opener);
    }

    /**
     * The same for one of several.
     *
     * @param others the way to the one that leads
     */
    public Control(
            long epoch,
            long ttlMillis,
            Journal journal,
            LeaderLink others,
            Function<Replicated, ReplicatedLog> opener) {
        this(epoch, ttlMillis, journal, others, true, opener);
    }

    private Control(
            long epoch,
            long ttlMillis,
            Journal journal,
            LeaderLink others,
            boolean shared,
            Function<Replicated, ReplicatedLog> opener) {
        this.journal = journal;
        this.others = others;
        this.shared = shared;
        replica = new Replica(new Machine(), State.initial(epoch), journal, new LogObserver());
        proposer = new Proposer(replica, expressions, distances);
        watch = new SessionWatch(ttlMillis);
        rounds = new BeatRounds(watch);
        leader = Thread.ofPlatform().name("leader").daemon().unstarted(this::lead);
        log = opener.apply(replica);
        leader.start();
    }

    /** Waits until this member leads; false if it does not within the time. */
    public boolean awaitLeading(Duration limit) throws InterruptedException {
        try {
            ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException broken) {
            throw new IllegalStateException(broken.getCause());
        }
    }

    /**
     * Waits until this member leads, or has all that a leader has confirmed; false if neither is so within the time.
     *
     * @throws InterruptedException also where the log has ended
     */
    public boolean awaitUsable(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end && log().alive()) {
            if (leads()) {
                return true;
            }
            if (log().leadership() instanceof Leadership.Following(Optional<String> leader) && leader.isPresent()) {
                try {
                    var _ = linearizable(READY_LIMIT);
                    return true;
                } catch (TimeoutException notYet) {
                    // It is still catching up, or the leader has just gone.
                    Thread.sleep(AGAIN_MILLIS);
                }
            }
            Thread.sleep(AGAIN_MILLIS);
        }
        return false;
    }

    public long ttlMillis() {
        return watch.ttlMillis();
    }

    /** The state as of the last entry applied here. */
    public State root() {
        return replica.root();
    }

    /** What happened up to that state, and perhaps a little more. */
    public Journal journal() {
        return journal;
    }

    /** Waits for a state that is newer than the one numbered {@code applied}, or the time to be over. */
    public State awaitNewer(long applied, Duration limit) throws InterruptedException {
        return await(state -> state.applied() > applied, limit);
    }

    /** Waits for such a state, or the time to be over. */
    public State await(Predicate<State> wanted, Duration limit) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        changes.await(() -> wanted.test(replica.root()) || closed, limit);
        return replica.root();
    }

    /** Why each step got what it got when the placer last ran here. */
    public Placement placement() {
        return placement;
    }

    /** What {@code where} of steps means. */
    public Expressions expressions() {
        return expressions;
    }

    /** How far nodes are from what tasks read. */
    public Distances distances() {
        return distances;
    }

    /** Is told the events of every entry, on the log's thread: it only enqueues. */
    public void listen(Consumer<List<Event>> listener) {
        listeners.add(listener);
    }

    /** Brings a command into the log, here or where the leader is, and waits for its answer. What it changed may be seen here later. */
    public Answer submit(Actor actor, Command command) throws InterruptedException {
        return switch (log().leadership()) {
            case Leadership.Following(Optional<String> leader) -> others.submit(leader, new Envelope(actor, command));
            case Leadership.Leading _, Leadership.Ended _ -> submitHere(actor, command);
        };
    }

    /** Brings a command into the log if this member leads. */
    public Answer submitHere(Actor actor, Command command) throws InterruptedException {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        events.add(() -> {
            Command informed = watch.informed(replica.root(), command);
            if (!proposer.offer(new Envelope(actor, informed), answer::complete)) {
                answer.complete(new Answer.Refused(
                        proposer.leading()
                                ? "too many commands are waiting (limit: " + Proposer.QUEUE_MAX + "); try again"
                                : "this control node does not lead"));
            }
        });
        try {
            return answer.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Brings a beat to the leader; completes when a round confirms it, or never. */
    public CompletableFuture<BeatAnswer> beat(Beat beat) {
        if (log().leadership() instanceof Leadership.Following(Optional<String> leader) && leader.isPresent()) {
            CompletableFuture<BeatAnswer> answer = new CompletableFuture<>();
            Thread.ofVirtual().name("beat").start(() -> hand(leader.get(), beat, answer));
            return answer;
        }
        return beatHere(beat);
    }

    private void hand(String leader, Beat beat, CompletableFuture<BeatAnswer> answer) {
        try {
            others.beat(leader, beat).ifPresent(answer::complete);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers a beat if this member leads; else never. */
    public CompletableFuture<BeatAnswer> beatHere(Beat beat) {
        CompletableFuture<BeatAnswer> answer = new CompletableFuture<>();
        keep(beat);
        events.add(() -> rounds.arrived(beat, confirmed -> answer.complete(withMove(beat, confirmed))));
        return answer;
    }

    private BeatAnswer withMove(Beat beat, BeatAnswer answer) {
        List<String> to = moves.remove(beat.getSession());
        return to == null ? answer : answer.toBuilder().addAllMove(to).build();
    }

    /** Has a worker attach to another control node when it beats next. */
    public void move(long session, List<String> addresses) {
        moves.put(session, List.copyOf(addresses));
        if (!replica.root().sessions().containsKey(session)) {
            moves.remove(session);
        }
    }

    /** Nodes beat often, and there are many: so nobody looks for those that are gone, but when one is. */
    private void keep(Beat beat) {
        beats.put(beat.getSession(), beat);
        if (!replica.root().sessions().containsKey(beat.getSession())) {
            beats.remove(beat.getSession());
        }
    }

    /** The last beat of each session, as far as this member heard them. */
    public List<Beat> beats() {
        return List.copyOf(beats.values());
    }

    /** The highest state that this member may answer from, confirmed by a majority. */
    public State linearizable(Duration limit) throws InterruptedException, TimeoutException {
        try {
            var _ = log().readIndex().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return replica.root();
        } catch (ExecutionException unavailable) {
            throw new TimeoutException(
                    Objects.requireNonNull(unavailable.getCause()).getMessage());
        }
    }

    /** The role of this member, as far as it knows now. */
    public Leadership leadership() {
        return log().leadership();
    }

    /** Whether this member leads, and may do what only the leader does. */
    public boolean leads() {
        return log().leadership() instanceof Leadership.Leading(long _, boolean started) && started;
    }

    /** Notes durably how far this member has come, before its process ends in order. */
    public void note() {
        log().note();
    }

    /** Asks the log for a snapshot soon. */
    public void snapshot() {
        log().snapshot();
    }

    @Override
    public void close() {
        closed = true;
        events.add(() -> {});
        changes.signal();
        log().close();
    }

    private ReplicatedLog log() {
        return Objects.requireNonNull(log);
    }

    private void lead() {
        while (!closed) {
            try {
                Runnable event = events.poll(patienceMillis(), TimeUnit.MILLISECONDS);
                while (event != null) {
                    event.run();
                    event = events.poll();
                }
            } catch (InterruptedException stop) {
                return;
            }
            if (proposer.leading()) {
                endSilent();
                beginRound();
                propose();
                tellFollowers();
            }
        }
    }

    /**
     * Followers learn what is committed from the next thing that the leader says, which in quiet times is a quarter of a second
     * later. A read makes it say something now; one at a time is enough.
     */
    private void tellFollowers() {
        if (untold && !telling && shared) {
            untold = false;
            telling = true;
            var _ = log().readIndex().whenComplete((_, _) -> events.add(() -> telling = false));
        }
    }

    private long patienceMillis() {
        long next = proposer.nextMillis().orElse(Long.MAX_VALUE);
        return Math.clamp(next - now(), 1, IDLE_MILLIS);
    }

    private void endSilent() {
        long now = now();
        if (now - lookedMillis > watch.ttlMillis()) {
            watch.stoodStill(now);
        }
        lookedMillis = now;
        watch.due(replica.root(), now).forEach(end -> proposer.offer(new Envelope(Actor.LEADER, end), _ -> {}));
    }

    private void beginRound() {
        if (!rounds.waiting()) {
            return;
        }
        BeatRounds.Round round = rounds.begin();
        var _ = log().readIndex()
                .whenComplete((_, failure) -> events.add(() -> {
                    if (failure == null) {
                        rounds.confirmed(round, replica.root(), now()).forEach(Runnable::run);
                    } else {
                        rounds.failed(round);
                    }
                }));
    }

    private void propose() {
        Optional<Proposal> proposal = proposer.propose(now(), System.currentTimeMillis());
        while (proposal.isPresent()) {
            append(proposal.get());
            proposal = proposer.propose(now(), System.currentTimeMillis());
        }
        placement = proposer.placement();
    }

    private void append(Proposal proposal) {
        var _ = log().append(proposal.entry())
                .thenAccept(appended -> events.add(() -> {
                    untold = true;
                    List<Runnable> answers = switch (appended) {
                        case Appended.Applied applied -> proposer.applied(proposal, applied.index());
                        case Appended.Refused refused -> proposer.refused(proposal, refusal(refused));
                        case Appended.Unknown unknown -> proposer.unknown(proposal, unknown.cause());
                    };
                    answers.forEach(Runnable::run);
                }));
    }

    /** Room on a disk is made by people, who must be told. */
    private static Answer.Refused refusal(Appended.Refused refused) {
        return new Answer.Refused(refused.sentence(), refused.reason() != Appended.Reason.DISK_LOW);
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** What the log's thread tells: it only enqueues. */
    private final class LogObserver implements Replica.Observer {
        @Override
        public void applied(Outcome outcome) {
            changes.signal();
            if (!outcome.events().isEmpty()) {
                listeners.forEach(listener -> listener.accept(outcome.events()));
                forget(outcome);
                warm(outcome);
            }
        }

        @Override
        public void restored(State root) {
            changes.signal();
            beats.keySet().removeIf(session -> !root.sessions().containsKey(session));
            moves.keySet().removeIf(session -> !root.sessions().containsKey(session));
            root.jobs().values().forEach(job -> expressions.warm(job.plan()));
        }

        /** What a session that is gone said last. */
        private void forget(Outcome outcome) {
            for (Event event : outcome.events()) {
                if (event instanceof Event.SessionEnded ended) {
                    beats.remove(ended.session());
                    moves.remove(ended.session());
                }
            }
        }

        /** This member may lead some time, and the placer must not wait then. */
        private void warm(Outcome outcome) {
            for (Event event : outcome.events()) {
                if (event instanceof Event.JobSubmitted submitted) {
                    outcome.state().jobs().get(submitted.job()).ifPresent(job -> expressions.warm(job.plan()));
                }
            }
        }

        @Override
        public void leaderReady(long term) {
            LOG.info("This control node leads (term {}).", term);
            events.add(() -> {
                proposer.lead(now());
                watch.lead(now());
                ready.complete(null);
            });
        }

        @Override
        public void leaderLost() {
            LOG.info("This control node leads no more.");
            events.add(() -> proposer.follow().forEach(Runnable::run));
        }
    }
}
