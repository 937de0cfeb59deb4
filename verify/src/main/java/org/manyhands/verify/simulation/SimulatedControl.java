package org.manyhands.verify.simulation;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.machine.Machine;
import org.manyhands.core.machine.Outcome;
import org.manyhands.core.state.State;
import org.manyhands.server.control.Answer;
import org.manyhands.server.control.Replica;
import org.manyhands.server.journal.Journal;
import org.manyhands.server.replica.Leadership;
import org.manyhands.wire.Beat;
import org.manyhands.wire.BeatAnswer;

/** A control node: the production replica, proposer, watch and rounds over the simulated log, and its ends of links. */
final class SimulatedControl extends SimulatedProcess {
    private static final long FORWARD_MILLIS_MAX = 2_500;

    /** How often a member that was down comes back with a newer program. */
    private static final int UPDATE_PERMILLE = 300;

    private static final long ROLLED_BACK_MAX = 20;

    private final Cluster cluster;
    private final SimulatedSegments segments = new SimulatedSegments();
    private LogDisk disk;
    private boolean gone;
    private boolean logLost;
    private int known;
    private Life current;

    /** What is lost in a crash. */
    private record Life(Replica replica, ControlLeader leader, ControlLinks links, SimulatedLog log, Journal journal) {}

    /** @param voters who keeps the log at first; nobody, if this one is still to hear of it */
    SimulatedControl(Cluster cluster, String name, List<String> voters) {
        super(cluster.world(), name);
        this.cluster = cluster;
        disk = new LogDisk(voters);
        known = world().dice().permille(cluster.scenario().oldPermille()) ? Command.LEVEL_FIRST : Machine.LEVEL;
        current = newLife();
    }

    private Life newLife() {
        ControlLinks links = new ControlLinks(cluster, this);
        Journal journal = cluster.bug().journal(segments);
        Replica replica =
                new Replica(cluster.bug().machine().knowing(known), cluster.initial(), journal, new Watching());
        ControlTap tap = new ControlTap(cluster, name(), replica);
        return new Life(
                replica,
                new ControlLeader(cluster, this, replica, journal),
                links,
                new SimulatedLog(cluster, this, disk, tap),
                journal);
    }

    /** The highest level of the state that its program knows. */
    int known() {
        return known;
    }

    Journal journal() {
        return current.journal();
    }

    LogDisk disk() {
        return disk;
    }

    SimulatedLog log() {
        return current.log();
    }

    ControlLeader leader() {
        return current.leader();
    }

    ControlLinks links() {
        return current.links();
    }

    State root() {
        return current.replica().root();
    }

    boolean leads() {
        return alive() && leader().leading();
    }

    /** Whether it will never run again: its log is gone, or it was removed. */
    boolean gone() {
        return gone;
    }

    /** Whether entries are gone from its log that it had acknowledged, whether or not it cares. */
    boolean logLost() {
        return logLost;
    }

    /** It was removed, and ends when it hears of that. */
    void retire() {
        gone = true;
        if (alive()) {
            crash();
        }
    }

    /** Its disk is another one, which has nothing. A node does not start without the log that it had. */
    void loseLog() {
        crash();
        disk = new LogDisk(List.of());
        logLost = true;
        gone = !cluster.bug().is(Shortcut.LOST_LOG_VOTES_AGAIN);
        current = newLife();
    }

    /** Its disk is as it was some time ago, and the watermark beside it says so: it does not start either. */
    void rollBackLog() {
        crash();
        disk.rollBack(world().dice().between(1, ROLLED_BACK_MAX));
        logLost = true;
        gone = !cluster.bug().is(Shortcut.ROLLED_BACK_LOG_VOTES_AGAIN);
        current = newLife();
    }

    void start() {
        if (gone) {
            return;
        }
        begin();
        current = newLife();
        log().start();
        leader().duties();
    }

    /** The program of today takes the place of an earlier one, which is not running. */
    void update() {
        if (known < Machine.LEVEL) {
            world().counts().count("control", "updated");
            known = Machine.LEVEL;
        }
    }

    void crash() {
        die();
        if (world().dice().permille(UPDATE_PERMILLE)) {
            update();
        }
        log().close();
        disk.crash(world().dice());
        segments.crash(world().dice());
        if (cluster.bug().is(Shortcut.VOTE_IS_FORGOTTEN)) {
            disk.vote(disk.term(), "");
        }
    }

    /** Told on the log's thread: only enqueues. */
    private final class Watching implements Replica.Observer {
        @Override
        public void applied(Outcome outcome) {
            links().changed();
        }

        @Override
        public void restored(State root) {
            links().changed();
        }

        @Override
        public void leaderReady(long term) {
            after(0, "leader ready", () -> leader().lead(term));
        }

        @Override
        public void leaderLost() {
            after(0, "leader lost", () -> leader().follow());
        }
    }

    /** Brings a command into the log, here or at the leader; the answer comes once. */
    void submit(Envelope envelope, Consumer<Answer> waiter) {
        Once<Answer> answer = new Once<>(waiter);
        if (leader().leading()) {
            leader().take(envelope, answer);
            return;
        }
        Optional<SimulatedControl> believed = believed();
        if (believed.isEmpty()) {
            answer.accept(new Answer.Refused("no leader is known"));
            return;
        }
        world().counts().count("control", "forwarded command");
        SimulatedControl there = believed.get();
        after(FORWARD_MILLIS_MAX, "forward timeout", () -> answer.accept(new Answer.Unknown("no answer came")));
        Consumer<Answer> back =
                reply -> cluster.network().send(there, this, "forwarded answer", () -> answer.accept(reply));
        cluster.network().send(this, there, "forward", () -> there.leader().take(envelope, back));
    }

    /** Another member that this one believes to lead. */
    Optional<SimulatedControl> believed() {
        return log().leadership() instanceof Leadership.Following(Optional<String> leader)
                ? leader.map(cluster::control)
                : Optional.empty();
    }

    /** A beat came here, because this member was believed to lead. */
    void arrived(Beat beat, long sentMillis, Consumer<BeatAnswer> answer) {
        if (leader().leading()) {
            leader().beats().arrived(beat, sentMillis, answer);
        }
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
        when(log().readIndex(), "read", index -> {
            Violation.unless(
                    root().applied() >= committed,
                    name() + " reads entry " + root().applied() + " when " + committed + " were committed before");
            world().counts().count("control", "linearizable read");
            answer.accept(root());
        });
    }
}
