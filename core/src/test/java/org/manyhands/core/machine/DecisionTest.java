package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.StepBuilder.step;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.ReleasePart;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Verdict;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.kit.StepBuilder;

class DecisionTest {
    private final MachineFixture fixture = new MachineFixture();
    private final long session = fixture.open("one");

    private StepRef submit(StepBuilder step) {
        return new StepRef(fixture.submit(step), 0);
    }

    @Test
    void shouldBeOkByTheCommitOfTheLastItem() {
        StepRef ref = submit(step("a", 2));
        fixture.granted(session, ref, ItemSet.of(0, 1));
        fixture.ok(session, ref, 0);
        assertThat(fixture.verdict(ref.job())).isEmpty();
        fixture.ok(session, ref, 1);
        assertThat(fixture.verdict(ref.job())).contains(Verdict.OK);
        assertThat(fixture.events()).contains(new Event.JobDecided(ref.job(), 1, Verdict.OK));
    }

    @Test
    void shouldBeFailedWhenOneItemFailedAndNothingIsLeft() {
        StepRef ref = submit(step("a", 2));
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.failed(session, ref, 0);
        assertThat(fixture.verdict(ref.job())).isEmpty();
        fixture.granted(session, ref, ItemSet.of(1));
        fixture.ok(session, ref, 1);
        assertThat(fixture.verdict(ref.job())).contains(Verdict.FAILED);
    }

    @Test
    void shouldWaitForRetriesThatWaitForTheirBackOff() {
        StepRef ref = submit(step("a", 1).retry(1, 60_000));
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.failed(session, ref, 0);
        assertThat(fixture.verdict(ref.job())).isEmpty();
    }

    @Test
    void shouldLeaveWhatNeverStartedUnsettledInAFailedJob() {
        long job =
                fixture.submit(step("a", 2), step("b", 2).each(0), step("c", 1).all(1));
        fixture.granted(session, new StepRef(job, 0), ItemSet.of(0, 1));
        fixture.commit(session, MachineFixture.part(new StepRef(job, 0), ItemSet.of(1), ItemSet.of(0)));
        fixture.granted(session, new StepRef(job, 1), ItemSet.of(1));
        fixture.ok(session, new StepRef(job, 1), 1);
        assertThat(fixture.verdict(job)).contains(Verdict.FAILED);
        assertThat(fixture.step(new StepRef(job, 1)).settled()).isEqualTo(ItemSet.of(1));
        assertThat(fixture.step(new StepRef(job, 2)).settled()).isEqualTo(ItemSet.EMPTY);
    }

    @Test
    void shouldDecideAJobWithoutItemsAtSubmit() {
        long job =
                fixture.submit(step("a", 0), step("b", 0).each(0), step("c", 0).all(1));
        assertThat(fixture.verdict(job)).contains(Verdict.OK);
        assertThat(fixture.events())
                .containsExactly(
                        new Event.JobSubmitted(job, "job", "somebody"), new Event.JobDecided(job, 1, Verdict.OK));
    }

    @Test
    void shouldRunAStepAfterAStepWithoutItems() {
        long job = fixture.submit(step("a", 0), step("b", 1).all(0));
        assertThat(fixture.ready(new StepRef(job, 1))).isEqualTo(ItemSet.of(0));
    }

    @Test
    void shouldNotDecideBetweenThePartsOfOneCommit() {
        long job = fixture.submit(step("a", 1), step("b", 1));
        StepRef first = new StepRef(job, 0);
        StepRef second = new StepRef(job, 1);
        fixture.granted(session, first, ItemSet.of(0));
        fixture.granted(session, second, ItemSet.of(0));
        fixture.commit(
                session,
                MachineFixture.part(first, ItemSet.EMPTY, ItemSet.of(0)),
                MachineFixture.part(second, ItemSet.of(0), ItemSet.EMPTY));
        assertThat(fixture.events().stream().filter(Event.JobDecided.class::isInstance))
                .hasSize(1);
        assertThat(fixture.step(second).ok()).isEqualTo(ItemSet.of(0));
    }

    @Test
    void shouldDecideACancelledJobByTheReleaseThatEmptiesIt() {
        StepRef ref = submit(step("a", 2));
        fixture.granted(session, ref, ItemSet.of(0, 1));
        fixture.cancel(ref.job());
        Reply reply =
                fixture.apply(new Command.Release(session, 1, List.of(new ReleasePart(ref, ItemSet.of(0, 1))), false));
        assertThat(reply).isEqualTo(new Reply.Counted(2, List.of()));
        assertThat(fixture.verdict(ref.job())).contains(Verdict.CANCELLED);
    }

    @Test
    void shouldDecideACancelledJobByTheEndOfTheSessionThatHeldIt() {
        StepRef ref = submit(step("a", 2).lostAfter(60_000));
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.cancel(ref.job());
        fixture.end(session, false);
        assertThat(fixture.verdict(ref.job())).isEmpty();
        fixture.end(session, true);
        assertThat(fixture.verdict(ref.job())).contains(Verdict.CANCELLED);
    }

    @Test
    void shouldDecideACancelledJobByTheNextBootOfTheNodeThatHeldIt() {
        StepRef ref = submit(step("a", 2));
        long old = fixture.opened(MachineFixture.opening("two", 1, 1, MachineFixture.cores(1)));
        fixture.granted(old, ref, ItemSet.of(0));
        fixture.cancel(ref.job());
        fixture.opened(MachineFixture.opening("two", 2, 1, MachineFixture.cores(1)));
        assertThat(fixture.verdict(ref.job())).contains(Verdict.CANCELLED);
    }

    @Test
    void shouldSayWhenItWasDecided() {
        StepRef ref = submit(step("a", 1));
        fixture.at(5_000).granted(session, ref, ItemSet.of(0));
        fixture.at(7_000).ok(session, ref, 0);
        assertThat(fixture.job(ref.job()).phase())
                .isEqualTo(new org.manyhands.core.state.Phase.Decided(Verdict.OK, "", 7_000, 1_700_000_007_000L));
    }

    @Test
    void shouldNeverLetTicksGoBack() {
        fixture.at(9_000).open("two");
        fixture.at(1_000).open("three");
        assertThat(fixture.state().ticks()).isEqualTo(9_000);
    }
}
