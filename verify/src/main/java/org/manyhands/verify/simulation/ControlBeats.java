package org.manyhands.verify.simulation;

import java.util.function.Consumer;
import org.manyhands.server.leader.BeatRounds;
import org.manyhands.server.leader.SessionWatch;
import org.manyhands.wire.Beat;
import org.manyhands.wire.BeatAnswer;

/** The beats that reach a leader in one of its terms. */
final class ControlBeats {
    private final Cluster cluster;
    private final SimulatedControl me;
    private final ControlLeader leader;
    private final BeatRounds rounds;
    private final long term;

    ControlBeats(Cluster cluster, SimulatedControl me, ControlLeader leader, SessionWatch watch, long term) {
        this.cluster = cluster;
        this.me = me;
        this.leader = leader;
        this.term = term;
        rounds = new BeatRounds(watch);
    }

    void arrived(Beat beat, long sentMillis, Consumer<BeatAnswer> answer) {
        BeatChecker.Arrived arrived = cluster.beats().arrived(sentMillis);
        rounds.arrived(beat, reply -> {
            cluster.beats().answered(me.name(), term, me.root(), beat.getSession(), arrived, reply);
            answer.accept(reply);
        });
        me.after(0, "beat round", () -> leader.beats().round());
    }

    void round() {
        if (!leader.leading() || !rounds.waiting()) {
            return;
        }
        BeatRounds.Round round = rounds.begin();
        if (!cluster.bug().readIndexBeforeBeats()) {
            rounds.confirmed(round, me.root(), me.now()).forEach(Runnable::run);
            return;
        }
        me.whenKnown(me.log().readIndex(), "read index", confirmed -> {
            if (!confirmed || leader.term() != term) {
                rounds.failed(round);
            } else {
                rounds.confirmed(round, me.root(), me.now()).forEach(Runnable::run);
            }
            leader.beats().round();
        });
    }
}
