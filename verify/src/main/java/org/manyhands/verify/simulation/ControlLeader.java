package org.manyhands.verify.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.manyhands.core.codec.Codec;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Entry;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.machine.Outcome;
import org.manyhands.core.state.State;
import org.manyhands.server.control.Answer;
import org.manyhands.server.control.Proposal;
import org.manyhands.server.control.Proposer;
import org.manyhands.server.control.Replica;
import org.manyhands.server.journal.Journal;
import org.manyhands.server.leader.Levels;
import org.manyhands.server.leader.SessionWatch;
import org.manyhands.server.replica.Appended;
import org.manyhands.server.replica.Leadership;

/** What one life of a control node does while it leads: it proposes, and judges who is silent. */
final class ControlLeader {
    private static final Codec<Entry> ENTRIES = Codec.of(Entry.class);
    private static final long DUTY_MILLIS = 100;

    private final Cluster cluster;
    private final SimulatedControl me;
    private final Replica replica;
    private final Journal journal;
    private final Proposer proposer;
    private final SessionWatch watch;
    private final HeadChecker head;
    private final DueSchedules schedules;
    private final OwedNotices notices;
    private final Archiver archiver;
    private final Losses losses;
    private final ControlQuorum quorum;
    private final Optional<CopyRepair> repair;
    private ControlBeats beats;
    private long readyMillis;
    private long term;
    private boolean pokeComing;

    ControlLeader(Cluster cluster, SimulatedControl me, Replica replica, Journal journal) {
        this.cluster = cluster;
        this.me = me;
        this.replica = replica;
        this.journal = journal;
        proposer = cluster.bug().proposer(replica);
        watch = cluster.bug().watch(cluster.scenario().ttlMillis());
        head = new HeadChecker(me.name());
        schedules = new DueSchedules(me.world());
        notices = new OwedNotices(me, cluster.notices());
        archiver = new Archiver(me, cluster.store(), cluster.scenario().jobsKept());
        losses = new Losses(me, cluster.store());
        repair = cluster.store().nodes().map(stores -> new CopyRepair(me, cluster.store(), stores, losses, this::lost));
        quorum = new ControlQuorum(cluster, me);
        beats = new ControlBeats(cluster, me, this, watch, 0);
    }

    boolean leading() {
        return proposer.leading();
    }

    /** The term that this member leads in; 0 if it does not. */
    long term() {
        return term;
    }

    ControlBeats beats() {
        return beats;
    }

    ControlQuorum quorum() {
        return quorum;
    }

    String placement() {
        return proposer.placement().decisions() + ", again at " + proposer.nextMillis() + " and it is " + me.now()
                + " at tick " + root().ticks();
    }

    private State root() {
        return replica.root();
    }

    void lead(long newTerm) {
        if (me.log().leadership() instanceof Leadership.Leading(long current, boolean ready)
                && current == newTerm
                && ready) {
            term = newTerm;
            readyMillis = me.now();
            proposer.lead(me.now());
            watch.lead(me.now());
            beats = new ControlBeats(cluster, me, this, watch, newTerm);
            poke();
        }
    }

    void follow() {
        term = 0;
        proposer.follow().forEach(Runnable::run);
    }

    void duties() {
        if (leading()) {
            watch.due(root(), me.now()).forEach(end -> {
                cluster.beats().proposes(me.name(), term, me.now() - readyMillis, end);
                proposer.offer(new Envelope(Actor.LEADER, end), answer -> {});
            });
            if (!cluster.indexingOff()) {
                cluster.indexer()
                        .due(root())
                        .forEach(index -> proposer.offer(new Envelope(Actor.LEADER, index), answer -> {}));
            }
            seal();
            schedules.due(root(), me.wall()).forEach(fire -> proposer.offer(new Envelope(Actor.LEADER, fire), _ -> {}));
            notices.begin(root(), record -> proposer.offer(new Envelope(Actor.LEADER, record), _ -> {}));
            raise();
            if (me.known() >= Command.ArchiveJob.LEVEL) {
                archiver.begin(root(), archive -> proposer.offer(new Envelope(Actor.LEADER, archive), _ -> {}));
            }
            repair.ifPresentOrElse(CopyRepair::due, () -> losses.begin(root(), this::lost));
            beats.round();
            quorum.due();
            propose();
        }
        me.after(DUTY_MILLIS, "duties", this::duties);
    }

    private void lost(Command.Invalidate lost) {
        proposer.offer(new Envelope(Actor.LEADER, lost), _ -> {});
    }

    private void raise() {
        List<Integer> known = cluster.bug().is(Shortcut.LEVEL_OF_THE_LEADER_ALONE)
                ? List.of(me.known())
                : cluster.controls().stream().map(SimulatedControl::known).toList();
        Levels.due(root(), known).ifPresent(raise -> proposer.offer(new Envelope(Actor.LEADER, raise), _ -> {}));
    }

    private void seal() {
        try {
            journal.toSeal(root().lastSeal())
                    .ifPresent(seal -> proposer.offer(new Envelope(Actor.LEADER, seal), _ -> {}));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void poke() {
        if (!pokeComing) {
            pokeComing = true;
            me.after(me.world().dice().below(3), "propose", () -> {
                pokeComing = false;
                propose();
            });
        }
    }

    private void propose() {
        for (Optional<Proposal> next = proposer.propose(me.now(), me.wall());
                next.isPresent();
                next = proposer.propose(me.now(), me.wall())) {
            Proposal proposal = next.get();
            head.proposed(proposal, root());
            if (cluster.bug().is(Shortcut.REPLY_BEFORE_COMMIT)) {
                replyEarly(proposal);
            }
            me.when(me.log().append(proposal.entry()), "appended", appended -> landed(proposal, appended));
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

    /** A command for the next entry. */
    void take(Envelope asked, Consumer<Answer> answer) {
        Envelope envelope = new Envelope(asked.actor(), watch.informed(root(), asked.command()));
        Consumer<Answer> checked = reply -> {
            cluster.truth().answered(envelope, reply);
            me.world().counts().count("answer", reply.getClass().getSimpleName());
            answer.accept(reply);
        };
        if (!proposer.offer(envelope, checked)) {
            checked.accept(new Answer.Refused(me.name() + " does not lead"));
        }
        poke();
    }
}
