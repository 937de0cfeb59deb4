package org.manyhands.server.leader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.items.ItemSet;
import org.manyhands.server.kit.Applied;
import org.manyhands.server.kit.Words;
import org.manyhands.wire.Beat;
import org.manyhands.wire.BeatAnswer;

/** Which beats are answered, and when. */
class BeatRoundsTest {
    private static final long TTL = 1_000;

    private final Applied state = new Applied();
    private final SessionWatch watch = new SessionWatch(TTL);
    private final BeatRounds rounds = new BeatRounds(watch);
    private final long session = state.open("a");
    private final List<BeatAnswer> answers = new ArrayList<>();

    @BeforeEach
    void lead() {
        watch.lead(0);
        assertThat(watch.due(state.state(), 0)).isEmpty();
    }

    private void arrive(long of) {
        rounds.arrived(Beat.newBuilder().setSession(of).build(), answers::add);
    }

    private void confirm(BeatRounds.Round round, long now) {
        rounds.confirmed(round, state.state(), now).forEach(Runnable::run);
    }

    @Test
    void shouldAnswerOnlyWhatHadArrivedWhenTheRoundBegan() {
        arrive(session);
        BeatRounds.Round round = rounds.begin();
        arrive(session);
        confirm(round, 10);
        assertThat(answers).hasSize(1);
        assertThat(rounds.waiting())
                .as("the second waits for a round of its own")
                .isTrue();
        confirm(rounds.begin(), 20);
        assertThat(answers).hasSize(2);
        assertThat(rounds.waiting()).isFalse();
    }

    @Test
    void shouldAnswerNothingBeforeTheRoundIsConfirmed() {
        arrive(session);
        assertThat(rounds.waiting()).isTrue();
        var _ = rounds.begin();
        assertThat(answers).isEmpty();
        assertThat(rounds.waiting()).isFalse();
    }

    @Test
    void shouldHaveOneRoundOpenAtATime() {
        arrive(session);
        BeatRounds.Round round = rounds.begin();
        arrive(session);
        assertThat(rounds.waiting()).isFalse();
        confirm(round, 10);
        assertThat(rounds.waiting()).isTrue();
    }

    @Test
    void shouldAnswerNobodyWhenTheRoundFails() {
        arrive(session);
        rounds.failed(rounds.begin());
        assertThat(answers).isEmpty();
        assertThat(rounds.waiting()).isFalse();
        arrive(session);
        confirm(rounds.begin(), 10);
        assertThat(answers).hasSize(1);
    }

    @Test
    void shouldNotCountABeatAsHeardBeforeItsRoundIsConfirmed() {
        arrive(session);
        rounds.failed(rounds.begin());
        assertThat(watch.due(state.state(), 1_201)).hasSize(1);
    }

    @Test
    void shouldCountAnAnsweredBeatAsHeard() {
        arrive(session);
        confirm(rounds.begin(), 1_000);
        assertThat(watch.due(state.state(), 2_200)).isEmpty();
    }

    @Test
    void shouldBearTheNumberOfTheStateThatConfirmed() {
        arrive(session);
        BeatRounds.Round round = rounds.begin();
        state.submit(Words.submit(1, 1));
        confirm(round, 10);
        assertThat(answers).singleElement().satisfies(answer -> {
            assertThat(answer.getEpoch()).isEqualTo(7);
            assertThat(answer.getApplied()).isEqualTo(state.state().applied());
            assertThat(answer.getEnded()).isFalse();
        });
    }

    @Test
    void shouldTellASessionThatIsGone() {
        arrive(999);
        confirm(rounds.begin(), 10);
        assertThat(answers)
                .singleElement()
                .satisfies(answer -> assertThat(answer.getEnded()).isTrue());
    }

    @Test
    void shouldNotAnswerASessionWhoseEndIsProposed() {
        arrive(session);
        BeatRounds.Round round = rounds.begin();
        assertThat(watch.due(state.state(), 2_000)).hasSize(1);
        confirm(round, 2_001);
        assertThat(answers).isEmpty();
    }

    @Test
    void shouldAnswerASessionWhoseEndIsProposedWithoutThatRule() {
        SessionWatch careless = SessionWatch.without(Rule.NO_ANSWER_AFTER_END, TTL);
        BeatRounds carelessly = new BeatRounds(careless);
        careless.lead(0);
        assertThat(careless.due(state.state(), 0)).isEmpty();
        assertThat(careless.due(state.state(), 2_000)).hasSize(1);
        carelessly.arrived(Beat.newBuilder().setSession(session).build(), answers::add);
        carelessly.confirmed(carelessly.begin(), state.state(), 2_001).forEach(Runnable::run);
        assertThat(answers).hasSize(1);
    }

    @Test
    void shouldNotAnswerASilentSession() {
        long job = state.submit(Words.submit(1, Words.plan("job", 3, Bytes.EMPTY, 60_000)));
        state.apply(new Command.Grant(session, new StepRef(job, 0), ItemSet.range(0, 3), 3));
        watch.due(state.state(), 2_000).forEach(state::apply);
        assertThat(state.state().sessions().at(session).silent()).isTrue();
        watch.lead(2_000);
        arrive(session);
        confirm(rounds.begin(), 2_100);
        assertThat(answers).isEmpty();
    }
}
