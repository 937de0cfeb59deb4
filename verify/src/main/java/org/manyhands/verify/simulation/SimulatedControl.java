package org.manyhands.verify.simulation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.manyhands.core.codec.Codec;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Entry;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.command.Reply;
import org.manyhands.core.machine.Outcome;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.server.control.Answer;
import org.manyhands.server.control.Proposal;
import org.manyhands.server.control.Proposer;
import org.manyhands.server.control.Replica;
import org.manyhands.server.leader.BeatRounds;
import org.manyhands.server.leader.SessionWatch;
import org.manyhands.server.link.Holdings;
import org.manyhands.server.link.Translator;
import org.manyhands.server.replica.Appended;
import org.manyhands.server.replica.Leadership;
import org.manyhands.server.replica.Replicated;
import org.manyhands.wire.Beat;
import org.manyhands.wire.BeatAnswer;
import org.manyhands.wire.CommandAnswer;
import org.manyhands.wire.Hello;
import org.manyhands.wire.Holding;
import org.manyhands.wire.Welcome;
import org.manyhands.wire.WorkerCommand;

/** A control node: the production replica, proposer, watch and rounds over the simulated log, and its ends of links. */
final class SimulatedControl extends SimulatedProcess {
    private static final Codec<State> STATES = Codec.of(State.class);
    private static final Codec<Entry> ENTRIES = Codec.of(Entry.class);
    private static final long DUTY_MILLIS = 100;
    private static final long FORWARD_MILLIS_MAX = 2_500;

    private final Cluster cluster;
    private final LogDisk disk = new LogDisk();
    private final Map<String, Attached> attached = new TreeMap<>();
    private Replica replica;
    private Proposer proposer;
    private SessionWatch watch;
    private BeatRounds rounds;
    private SimulatedLog log;
    private HeadChecker head;
    private long leading;
    private long readyMillis;
    private boolean pokeComing;
    private boolean changeComing;

    /** The newest link of a worker here: its session once it is open, what it has seen, and what it was told last. */
    private static final class Attached {
        private final Link link;
        private long session;
        private long seen;
        private List<Holding.Lease> told = List.of();

        Attached(Link link) {
            this.link = link;
        }
    }

    SimulatedControl(Cluster cluster, String name) {
        super(cluster.world(), name);
        this.cluster = cluster;
        replica = newReplica();
        proposer = cluster.bug().proposer(replica);
        head = new HeadChecker(name);
        watch = cluster.bug().watch(cluster.scenario().ttlMillis());
        rounds = new BeatRounds(watch);
        log = newLog();
    }

    LogDisk disk() {
        return disk;
    }

    SimulatedLog log() {
        return log;
    }

    State root() {
        return replica.root();
    }

    String placement() {
        return proposer.placement().decisions() + ", again at " + proposer.nextMillis() + " and it is " + now()
                + " at tick " + root().ticks();
    }

    boolean leads() {
        return alive() && proposer.leading();
    }

    void start() {
        begin();
        attached.clear();
        pokeComing = false;
        changeComing = false;
        replica = newReplica();
        proposer = cluster.bug().proposer(replica);
        head = new HeadChecker(name());
        watch = cluster.bug().watch(cluster.scenario().ttlMillis());
        rounds = new BeatRounds(watch);
        log = newLog();
        log.start();
        duties();
    }

    void crash() {
        die();
        log.close();
        disk.crash(world().dice());
        if (cluster.bug().is(Shortcut.VOTE_IS_FORGOTTEN)) {
            disk.vote(disk.term(), "");
        }
    }

    private Replica newReplica() {
        return new Replica(cluster.bug().machine(), cluster.initial(), new Watching());
    }

    private SimulatedLog newLog() {
        return new SimulatedLog(cluster, this, disk, new Tap());
    }

    /** Told on the log's thread: only enqueues. */
    private final class Watching implements Replica.Observer {
        @Override
        public void applied(Outcome outcome) {
            changed();
        }

        @Override
        public void restored(State root) {
            changed();
        }

        @Override
        public void leaderReady(long term) {
            after(0, "leader ready", () -> lead(term));
        }

        @Override
        public void leaderLost() {
            after(0, "leader lost", SimulatedControl.this::follow);
        }
    }

    /** The replica as the log drives it, compared with the truth after every step; some bugs live here. */
    private final class Tap implements Replicated {
        @Override
        public void apply(long term, long index, byte[] entry) {
            replica.apply(term, index, entry);
            cluster.truth().equal(name(), replica.root(), false);
        }

        @Override
        public void save(OutputStream out) throws IOException {
            if (cluster.bug().is(Shortcut.SNAPSHOT_LOSES_TOMBSTONES)) {
                out.write(STATES.encode(replica.root().withKeys(replica.root().keys(), PersistentMap.empty())));
            } else {
                replica.save(out);
            }
        }

        @Override
        public void restore(InputStream in) throws IOException {
            byte[] bytes = in.readAllBytes();
            if (cluster.bug().is(Shortcut.IDS_REUSED_AFTER_RESTORE)) {
                bytes = STATES.encode(reusing(STATES.decode(bytes)));
            }
            replica.restore(new ByteArrayInputStream(bytes));
            cluster.truth().equal(name(), replica.root(), true);
        }

        private static State reusing(State state) {
            long jobs = state.jobs().last().map(PersistentMap.Entry::key).orElse(0L);
            long sessions =
                    state.sessions().last().map(PersistentMap.Entry::key).orElse(0L);
            return state.withNextId(Math.max(jobs, sessions) + 1);
        }

        @Override
        public void leaderReady(long term) {
            replica.leaderReady(term);
        }

        @Override
        public void leaderLost() {
            replica.leaderLost();
        }
    }

    // Leading.

    private void lead(long term) {
        if (log.leadership() instanceof Leadership.Leading(long current, boolean ready) && current == term && ready) {
            leading = term;
            readyMillis = now();
            proposer.lead(now());
            watch.lead(now());
            rounds = new BeatRounds(watch);
            poke();
        }
    }

    private void follow() {
        leading = 0;
        proposer.follow().forEach(Runnable::run);
    }

    private void duties() {
        if (proposer.leading()) {
            watch.due(root(), now()).forEach(end -> {
                cluster.beats().proposes(name(), leading, now() - readyMillis, end);
                proposer.offer(new Envelope(Actor.LEADER, end), answer -> {});
            });
            if (!cluster.indexingOff()) {
                cluster.indexer()
                        .due(root())
                        .forEach(index -> proposer.offer(new Envelope(Actor.LEADER, index), answer -> {}));
            }
            round();
            propose();
        }
        after(DUTY_MILLIS, "duties", this::duties);
    }

    private void poke() {
        if (!pokeComing) {
            pokeComing = true;
            after(world().dice().below(3), "propose", () -> {
                pokeComing = false;
                propose();
            });
        }
    }

    private void propose() {
        for (Optional<Proposal> next = proposer.propose(now(), wall());
                next.isPresent();
                next = proposer.propose(now(), wall())) {
            Proposal proposal = next.get();
            head.proposed(proposal, root());
            if (cluster.bug().is(Shortcut.REPLY_BEFORE_COMMIT)) {
                replyEarly(proposal);
            }
            log.append(proposal.entry()).thenAccept(appended -> after(0, "appended", () -> landed(proposal, appended)));
        }
    }

    private void landed(Proposal proposal, Appended appended) {
        head.landed(appended instanceof Appended.Applied(long index)
                && cluster.truth().applied(index) == proposal.applied());
        List<Runnable> answers = switch (appended) {
            case Appended.Applied(long index) -> proposer.applied(proposal, index);
            case Appended.Refused(Appended.Reason _, String sentence) -> proposer.refused(proposal, sentence);
            case Appended.Unknown(String cause) -> proposer.unknown(proposal, cause);
        };
        answers.forEach(Runnable::run);
        poke();
    }

    private void replyEarly(Proposal proposal) {
        Outcome dry = cluster.bug().machine().apply(root(), ENTRIES.decode(proposal.entry()));
        for (int i = 0; i < proposal.waiters().size(); i++) {
            proposal.waiters()
                    .get(i)
                    .accept(new Answer.Applied(dry.replies().get(i), dry.state().applied()));
        }
    }

    // Commands.

    /** Brings a command into the log, here or at the leader; the answer comes once. */
    void submit(Envelope envelope, Consumer<Answer> waiter) {
        Once<Answer> answer = new Once<>(waiter);
        if (proposer.leading()) {
            submitHere(envelope, answer);
            return;
        }
        Optional<SimulatedControl> leader = leader();
        if (leader.isEmpty()) {
            answer.accept(new Answer.Refused("no leader is known"));
            return;
        }
        world().counts().count("control", "forwarded command");
        SimulatedControl there = leader.get();
        after(FORWARD_MILLIS_MAX, "forward timeout", () -> answer.accept(new Answer.Unknown("no answer came")));
        cluster.network()
                .send(
                        this,
                        there,
                        "forward",
                        () -> there.submitHere(
                                envelope,
                                reply -> cluster.network()
                                        .send(there, this, "forwarded answer", () -> answer.accept(reply))));
    }

    private void submitHere(Envelope envelope, Consumer<Answer> answer) {
        Consumer<Answer> checked = reply -> {
            cluster.truth().answered(envelope, reply);
            world().counts().count("answer", reply.getClass().getSimpleName());
            answer.accept(reply);
        };
        if (!proposer.offer(envelope, checked)) {
            checked.accept(new Answer.Refused(name() + " does not lead"));
        }
        poke();
    }

    private Optional<SimulatedControl> leader() {
        return log.leadership() instanceof Leadership.Following(Optional<String> leader)
                ? leader.map(cluster::control)
                : Optional.empty();
    }

    /** The state for a client who has seen this much; none if this member is behind. */
    Optional<State> read(long seen) {
        boolean behind = root().applied() < seen;
        if (behind) {
            world().counts().count("control", "read refused below seen");
        }
        return behind && !cluster.bug().is(Shortcut.READS_BELOW_SEEN) ? Optional.empty() : Optional.of(root());
    }

    /** The state with everything that is committed now. */
    void readLinearizable(Consumer<State> answer) {
        long committed = cluster.truth().state().applied();
        log.readIndex().thenAccept(index -> {
            Violation.unless(
                    root().applied() >= committed,
                    name() + " reads entry " + root().applied() + " when " + committed + " were committed before");
            world().counts().count("control", "linearizable read");
            after(0, "read", () -> answer.accept(root()));
        });
    }

    // Links.

    /** A worker opens a link; the same hello once more changes nothing. */
    void hello(Link link, Hello hello, long seen, long sentMillis) {
        Attached known = attached.get(link.worker().name());
        if (known != null && known.link.id() == link.id()) {
            return;
        }
        Attached here = new Attached(link);
        here.seen = seen;
        attached.put(link.worker().name(), here);
        submit(new Envelope(actor(link.worker()), Translator.open(hello)), answer -> {
            if (answer instanceof Answer.Applied(Reply reply, long applied)) {
                welcome(here, reply, applied, sentMillis);
            }
        });
    }

    private void welcome(Attached here, Reply reply, long applied, long sentMillis) {
        Welcome.Builder welcome = Welcome.newBuilder()
                .setEpoch(root().epoch())
                .setApplied(applied)
                .setTtlMillis(cluster.scenario().ttlMillis());
        switch (reply) {
            case Reply.Opened(long session, long nextSeq) -> {
                here.session = session;
                cluster.beats().promise(session, sentMillis);
                here.seen = Math.max(here.seen, applied);
                welcome.setSession(session).setNextSeq(nextSeq);
            }
            case Reply.Refused(var _, String sentence) -> welcome.setRefused(sentence);
            case Reply.Done _, Reply.Submitted _, Reply.Counted _, Reply.OutOfSequence _, Reply.Ended _, Reply.Busy _ ->
                throw new IllegalStateException("not a reply to a hello: " + reply);
        }
        Link link = here.link;
        cluster.network()
                .send(this, link.worker(), "welcome", () -> link.worker().welcomed(link, welcome.build()));
        reconcile(here, true);
    }

    void command(Link link, WorkerCommand command) {
        submit(new Envelope(actor(link.worker()), Translator.command(command)), answer -> {
            if (answer instanceof Answer.Applied(Reply reply, long applied)) {
                CommandAnswer message = Translator.answer(reply, root().epoch(), applied);
                cluster.network()
                        .send(
                                this,
                                link.worker(),
                                "command answer",
                                () -> link.worker().answered(link, message));
            }
        });
    }

    void beat(Link link, Beat beat, long sentMillis, Consumer<BeatAnswer> toWorker) {
        Attached here = attached.get(link.worker().name());
        if (here == null || here.link.id() != link.id()) {
            return;
        }
        here.seen = Math.max(here.seen, beat.getSeenApplied());
        reconcile(here, true);
        Consumer<BeatAnswer> answer =
                reply -> cluster.network().send(this, link.worker(), "beat answer", () -> toWorker.accept(reply));
        if (proposer.leading()) {
            arrived(beat, sentMillis, answer);
        } else {
            leader().ifPresent(there -> {
                world().counts().count("control", "forwarded beat");
                cluster.network()
                        .send(
                                this,
                                there,
                                "forward beat",
                                () -> there.arrived(
                                        beat,
                                        sentMillis,
                                        reply -> cluster.network()
                                                .send(there, this, "beat back", () -> answer.accept(reply))));
            });
        }
    }

    private void arrived(Beat beat, long sentMillis, Consumer<BeatAnswer> answer) {
        if (proposer.leading()) {
            BeatChecker.Arrived arrived = cluster.beats().arrived(sentMillis);
            long term = leading;
            rounds.arrived(beat, reply -> {
                cluster.beats().answered(name(), term, root(), beat.getSession(), arrived, reply);
                answer.accept(reply);
            });
            after(0, "beat round", this::round);
        }
    }

    private void round() {
        if (!proposer.leading() || !rounds.waiting()) {
            return;
        }
        BeatRounds mine = rounds;
        long term = leading;
        BeatRounds.Round round = mine.begin();
        if (!cluster.bug().readIndexBeforeBeats()) {
            mine.confirmed(round, root(), now()).forEach(Runnable::run);
            return;
        }
        log.readIndex()
                .whenComplete((index, failure) -> after(0, "read index", () -> {
                    if (failure != null || leading != term) {
                        mine.failed(round);
                    } else {
                        mine.confirmed(round, root(), now()).forEach(Runnable::run);
                    }
                    round();
                }));
    }

    private void changed() {
        if (!changeComing) {
            changeComing = true;
            after(1, "reconcile", () -> {
                changeComing = false;
                attached.values().forEach(here -> reconcile(here, false));
            });
        }
    }

    /** Tells the worker what its session holds, unless this member is behind what the worker has seen. */
    private void reconcile(Attached here, boolean again) {
        Optional<Session> session = root().sessions().get(here.session);
        if (session.isEmpty() || root().applied() < here.seen) {
            return;
        }
        Holding holding = Holdings.of(root(), session.get());
        if (again || !holding.getLeasesList().equals(here.told)) {
            here.told = holding.getLeasesList();
            Link link = here.link;
            cluster.network()
                    .send(this, link.worker(), "holding", () -> link.worker().reconciled(link, holding));
        }
    }

    private static Actor actor(SimulatedWorker worker) {
        return new Actor(worker.name(), "certificate", "", 0);
    }
}
