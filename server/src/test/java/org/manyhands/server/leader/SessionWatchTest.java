package org.manyhands.server.leader;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.items.ItemSet;
import org.manyhands.server.kit.Applied;
import org.manyhands.server.kit.Words;
import org.manyhands.wire.Beat;
import org.manyhands.wire.WorkerCommand;

/** When the leader ends a session: by its own clock, which the test sets. */
class SessionWatchTest {
    private static final long TTL = 1_000;
    private static final long PATIENCE = 1_200;
    private static final long LOST_AFTER = 10_000;

    private final Applied state = new Applied();
    private final SessionWatch watch = new SessionWatch(TTL);
    private final long session = state.open("a");

    /** A watch that leads since 0, and knows the session since then. */
    private SessionWatch leading(SessionWatch leading) {
        leading.lead(0);
        assertThat(leading.due(state.state(), 0)).isEmpty();
        return leading;
    }

    private static Command.EndSession only(Iterable<Command.EndSession> ends) {
        assertThat(ends).hasSize(1);
        return ends.iterator().next();
    }

    @Test
    void shouldEndASessionAfterTheFifthMoreThanItsTimeToLive() {
        leading(watch);
        assertThat(watch.due(state.state(), PATIENCE)).isEmpty();
        Command.EndSession end = only(watch.due(state.state(), PATIENCE + 1));
        assertThat(end.session()).isEqualTo(session);
        assertThat(end.lost()).isFalse();
        assertThat(end.opened()).isEqualTo(state.state().sessions().at(session).openedApplied());
    }

    @Test
    void shouldCountSilenceFromTheLastBeat() {
        leading(watch);
        watch.heard(session, 1_000);
        assertThat(watch.due(state.state(), 1_000 + PATIENCE)).isEmpty();
        assertThat(watch.due(state.state(), 1_001 + PATIENCE)).hasSize(1);
    }

    @Test
    void shouldProposeAnEndOnceAndAgainAfterATimeToLive() {
        leading(watch);
        assertThat(watch.due(state.state(), 2_000)).hasSize(1);
        assertThat(watch.due(state.state(), 2_000 + TTL)).isEmpty();
        assertThat(watch.due(state.state(), 2_001 + TTL)).hasSize(1);
    }

    @Test
    void shouldBePatientWhenItBeginsToLead() {
        leading(watch);
        watch.lead(50_000);
        assertThat(watch.due(state.state(), 50_000)).isEmpty();
        assertThat(watch.due(state.state(), 50_000 + PATIENCE)).isEmpty();
        assertThat(watch.due(state.state(), 50_001 + PATIENCE)).hasSize(1);
    }

    @Test
    void shouldBePatientWhenItStoodStillItself() {
        leading(watch);
        watch.stoodStill(50_000);
        assertThat(watch.due(state.state(), 50_000 + PATIENCE)).isEmpty();
        assertThat(watch.due(state.state(), 50_001 + PATIENCE)).hasSize(1);
        watch.stoodStill(90_000);
        assertThat(watch.ending(session))
                .as("what was proposed may be in the log")
                .isTrue();
    }

    @Test
    void shouldEndSessionsAtOnceWithoutThatPatience() {
        SessionWatch hasty = leading(SessionWatch.without(Rule.NEW_LEADER_IS_PATIENT, TTL));
        hasty.lead(50_000);
        assertThat(hasty.due(state.state(), 50_001)).hasSize(1);
    }

    @Test
    void shouldForgetThatItProposedTheEndWhenItLeadsAnew() {
        leading(watch);
        assertThat(watch.due(state.state(), 2_000)).hasSize(1);
        assertThat(watch.ending(session)).isTrue();
        watch.lead(3_000);
        assertThat(watch.ending(session)).isFalse();
    }

    @Test
    void shouldCountSilenceFromTheOpeningOfTheSession() {
        leading(watch);
        state.apply(Words.open("a"));
        assertThat(watch.due(state.state(), 5_000)).as("opened again").isEmpty();
        assertThat(watch.due(state.state(), 5_000 + PATIENCE)).isEmpty();
        assertThat(watch.due(state.state(), 5_001 + PATIENCE)).hasSize(1);
    }

    @Test
    void shouldCountOldSilenceAgainstANewOpeningWithoutThatRule() {
        SessionWatch strict = leading(SessionWatch.without(Rule.OPENING_ENDS_SILENCE, TTL));
        state.apply(Words.open("a"));
        assertThat(strict.due(state.state(), 5_000)).hasSize(1);
    }

    @Test
    void shouldEndWhatASilentSessionKeepsOnlyAfterLostAfter() {
        long job = state.submit(Words.submit(1, Words.plan("job", 3, Bytes.EMPTY, LOST_AFTER)));
        state.apply(new Command.Grant(session, new StepRef(job, 0), ItemSet.range(0, 3), 3));
        leading(watch);
        state.apply(only(watch.due(state.state(), 2_000)));
        assertThat(state.state().sessions().at(session).silent()).isTrue();
        long patience = (TTL + LOST_AFTER) * 6 / 5;
        assertThat(watch.due(state.state(), patience)).isEmpty();
        Command.EndSession lost = only(watch.due(state.state(), patience + 1));
        assertThat(lost.lost()).isTrue();
        state.apply(lost);
        assertThat(state.state().sessions().containsKey(session)).isFalse();
        assertThat(watch.due(state.state(), 10 * patience)).isEmpty();
    }

    @Test
    void shouldJudgeEachSessionByItself() {
        leading(watch);
        long other = state.open("b");
        assertThat(watch.due(state.state(), 1_000)).isEmpty();
        assertThat(only(watch.due(state.state(), 2_000)).session()).isEqualTo(session);
        assertThat(watch.ending(other)).isFalse();
    }

    @Test
    void shouldIgnoreBeatsOfSessionsThatItDoesNotKnow() {
        leading(watch);
        watch.heard(999, 10);
        assertThat(watch.ending(999)).isFalse();
        assertThat(watch.due(state.state(), 1)).isEmpty();
    }

    private static Beat beat(long session, StepRef step, ItemSet running) {
        return Beat.newBuilder()
                .setSession(session)
                .addRunning(WorkerCommand.Given.newBuilder()
                        .setJob(step.job())
                        .setStep(step.step())
                        .setItems(ByteString.copyFrom(running.toBytes().toArray())))
                .build();
    }

    @Test
    void shouldSayWhatASessionWasRunningByItsLastBeat() {
        StepRef step = new StepRef(state.submit(Words.submit(1, 3)), 0);
        leading(watch);
        watch.arrived(beat(session, step, ItemSet.of(0)));
        assertThat(only(watch.due(state.state(), 2_000)).ran())
                .as("not every member knows of it")
                .isEmpty();
        state.apply(new Command.RaiseLevel(Command.LEVEL_MEMBERS));
        watch.arrived(beat(session, step, ItemSet.of(1, 2)));
        assertThat(only(watch.due(state.state(), 4_000)).ran()).containsExactly(Map.entry(step, ItemSet.of(1, 2)));
        watch.arrived(Beat.newBuilder().setSession(session).build());
        assertThat(only(watch.due(state.state(), 6_000)).ran()).isEmpty();
    }

    @Test
    void shouldSayItOfTheLifeBeforeWhenANodeBeginsAnother() {
        state.apply(new Command.RaiseLevel(Command.LEVEL_MEMBERS));
        StepRef step = new StepRef(state.submit(Words.submit(1, 3)), 0);
        leading(watch);
        watch.arrived(beat(session, step, ItemSet.of(1)));
        Command.OpenSession same = Words.open("a");
        Command.OpenSession next = new Command.OpenSession("a", 2, 1, same.inventory(), same.labels(), Bytes.EMPTY);
        assertThat(watch.informed(state.state(), next))
                .isEqualTo(next.after(session, new TreeMap<>(Map.of(step, ItemSet.of(1)))));
        assertThat(watch.informed(state.state(), same)).isEqualTo(same);
        Command.OpenSession liar = new Command.OpenSession("b", 2, 1, same.inventory(), same.labels(), Bytes.EMPTY);
        assertThat(watch.informed(state.state(), liar.after(session, new TreeMap<>(Map.of(step, ItemSet.of(1))))))
                .isEqualTo(liar);
    }

    @Test
    void shouldTakeABeatThatCannotBeReadForNone() {
        state.apply(new Command.RaiseLevel(Command.LEVEL_MEMBERS));
        leading(watch);
        watch.arrived(Beat.newBuilder()
                .setSession(session)
                .addRunning(WorkerCommand.Given.newBuilder().setItems(ByteString.copyFromUtf8("no items")))
                .build());
        assertThat(only(watch.due(state.state(), 2_000)).ran()).isEmpty();
    }
}
