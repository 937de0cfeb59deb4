package org.manyhands.server.leader;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.wire.Beat;
import org.manyhands.wire.BeatAnswer;

/**
 * Answers beats in rounds: what has arrived when a round begins is answered after a ReadIndex that begins then, so that an
 * answer is never given by a member that only believes it leads. Not thread-safe.
 */
public final class BeatRounds {
    private static final int PERMILLE = 1_000;

    private final SessionWatch watch;
    private List<Waiting> arrived = new ArrayList<>();
    private boolean roundOpen;

    private record Waiting(Beat beat, Consumer<BeatAnswer> answer) {}

    /** The beats that one ReadIndex answers. */
    public static final class Round {
        private final List<Waiting> beats;

        private Round(List<Waiting> beats) {
            this.beats = beats;
        }
    }

    public BeatRounds(SessionWatch watch) {
        this.watch = watch;
    }

    public void arrived(Beat beat, Consumer<BeatAnswer> answer) {
        watch.arrived(beat);
        arrived.add(new Waiting(beat, answer));
    }

    /** Whether a round should begin: beats wait, and none is open. */
    public boolean waiting() {
        return !arrived.isEmpty() && !roundOpen;
    }

    /** Takes all beats that have arrived; the caller begins a ReadIndex after this call. */
    public Round begin() {
        Round round = new Round(arrived);
        arrived = new ArrayList<>();
        roundOpen = true;
        return round;
    }

    /**
     * The ReadIndex of the round is confirmed, and the state contains it: the answers, to be given now. A silent session
     * is not answered: it gets nothing to do until it is opened again, and its node does that when nobody answers.
     */
    public List<Runnable> confirmed(Round round, State state, long now) {
        roundOpen = false;
        List<Runnable> answers = new ArrayList<>();
        for (Waiting waiting : round.beats) {
            long session = waiting.beat.getSession();
            if (watch.ending(session)
                    || state.sessions().get(session).map(Session::silent).orElse(false)) {
                continue;
            }
            watch.heard(session, now);
            BeatAnswer answer = BeatAnswer.newBuilder()
                    .setEpoch(state.epoch())
                    .setApplied(state.applied())
                    .setEnded(!state.sessions().containsKey(session))
                    .setCommitPacePermille(PERMILLE)
                    .build();
            answers.add(() -> waiting.answer.accept(answer));
        }
        return answers;
    }

    /** The ReadIndex failed: nobody is answered, the nodes beat again. */
    public void failed(Round round) {
        roundOpen = false;
    }
}
