package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.StepBuilder.step;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Verdict;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.kit.MachineFixture;

class LossesTest {
    private final MachineFixture fixture = new MachineFixture();
    private long job;
    private long session;

    @BeforeEach
    void begin() {
        fixture.raise();
        job = fixture.submit(step("a", 3).retry(2, 0), step("b", 3).each(0));
        session = fixture.open("one");
        made(0, 0);
        made(0, 1);
        made(1, 0);
    }

    private StepRef ref(int step) {
        return new StepRef(job, step);
    }

    private void made(int step, int item) {
        fixture.granted(session, ref(step), ItemSet.of(item));
        fixture.ok(session, ref(step), item);
    }

    private Bytes pack(int step, long number) {
        return fixture.step(ref(step)).commits().at(number).pack();
    }

    private Reply lose(int step, long through, ItemSet items, Bytes... packs) {
        return fixture.apply(new Command.Invalidate(ref(step), through, List.of(packs), items));
    }

    @Test
    void shouldMakeAgainWhatIsLostOfARunningJob() {
        Bytes pack = pack(0, 1);
        assertThat(lose(0, 2, ItemSet.of(0), pack)).isEqualTo(new Reply.Done());
        assertThat(fixture.step(ref(0)).ok()).isEqualTo(ItemSet.of(1));
        assertThat(fixture.ready(ref(0))).isEqualTo(ItemSet.of(0, 2));
        assertThat(fixture.step(ref(0)).commits().values()).hasSize(1);
        assertThat(fixture.events()).contains(new Event.ResultsLost(ref(0), ItemSet.of(0), true));
    }

    @Test
    void shouldKeepWhatWasMadeOfIt() {
        lose(0, 2, ItemSet.of(0), pack(0, 1));
        assertThat(fixture.step(ref(1)).ok()).isEqualTo(ItemSet.of(0));
    }

    @Test
    void shouldWantBackWhatIsBeingMadeOfIt() {
        fixture.granted(session, ref(1), ItemSet.of(1));
        lose(0, 2, ItemSet.of(1), pack(0, 2));
        assertThat(fixture.lease(session, ref(1)).kill()).isEqualTo(ItemSet.of(1));
        fixture.release(session, ref(1), 1);
        assertThat(fixture.ready(ref(1))).isEqualTo(ItemSet.EMPTY);
    }

    @Test
    void shouldChargeNothingForALoss() {
        fixture.granted(session, ref(0), ItemSet.of(2));
        fixture.failed(session, ref(0), 2);
        made(0, 2);
        lose(0, 4, ItemSet.of(2), pack(0, 4));
        assertThat(fixture.step(ref(0)).tries().get(2)).isEqualTo(1);
    }

    @Test
    void shouldFailWhatIsLostOfAJobThatHasEnded() {
        made(0, 2);
        made(1, 1);
        made(1, 2);
        assertThat(fixture.verdict(job)).contains(Verdict.OK);
        lose(0, 3, ItemSet.of(0, 2), pack(0, 1), pack(0, 3));
        assertThat(fixture.verdict(job)).contains(Verdict.FAILED);
        assertThat(fixture.step(ref(0)).failed()).isEqualTo(ItemSet.of(0, 2));
        assertThat(fixture.step(ref(0)).reasons().at("output_lost").count()).isEqualTo(2);
        assertThat(fixture.state().jobs().at(job).run()).isEqualTo(2);
        assertThat(fixture.events()).contains(new Event.JobDecided(job, 2, Verdict.FAILED));
    }

    @Test
    void shouldRetryWhatWasLost() {
        made(0, 2);
        made(1, 1);
        made(1, 2);
        lose(1, 3, ItemSet.of(1), pack(1, 2));
        assertThat(fixture.apply(new Command.RetryItems(job, new org.manyhands.core.command.Where.Failed())))
                .isEqualTo(new Reply.Done());
        made(1, 1);
        assertThat(fixture.verdict(job)).contains(Verdict.OK);
    }

    @Test
    void shouldKnowPacksAsLostThatAreNotWhollyDealtWith() {
        Bytes pack = pack(0, 1);
        fixture.apply(new Command.RetryItems(job, new org.manyhands.core.command.Where.Items(0, ItemSet.of(0))));
        made(0, 0);
        lose(0, 2, ItemSet.of(0), pack);
        assertThat(fixture.step(ref(0)).commits().values())
                .anyMatch(commit -> commit.pack().equals(pack));
    }

    @Test
    void shouldBeRepeatable() {
        Bytes pack = pack(0, 1);
        lose(0, 2, ItemSet.of(0), pack);
        var once = fixture.step(ref(0));
        assertThat(lose(0, 2, ItemSet.of(0), pack)).isEqualTo(new Reply.Done());
        assertThat(fixture.step(ref(0))).isEqualTo(once);
    }

    @Test
    void shouldRefuseStepsThatAreNot() {
        assertThat(fixture.apply(new Command.Invalidate(new StepRef(job, 9), 1, List.of(), ItemSet.of(0))))
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(RefusalCode.NO_SUCH_STEP));
        assertThat(fixture.apply(new Command.Invalidate(new StepRef(99, 0), 1, List.of(), ItemSet.of(0))))
                .isInstanceOf(Reply.Refused.class);
    }
}
