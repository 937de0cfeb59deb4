package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.StepBuilder.step;

import org.junit.jupiter.api.Test;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Verdict;
import org.manyhands.core.command.Where;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.kit.MachineFixture;

class StopRuleTest {
    private final MachineFixture fixture = new MachineFixture();
    private final long session = fixture.open("one");
    private final StepRef ref = new StepRef(fixture.submit(step("a", 20).stopAfter(2)), 0);

    @Test
    void shouldRunOnBelowTheLimit() {
        fixture.granted(session, ref, ItemSet.of(0, 1));
        fixture.failed(session, ref, 0);
        assertThat(fixture.job(ref.job()).running()).isTrue();
    }

    @Test
    void shouldMarkWhatIsHeldAndGrantNoMoreAtTheLimit() {
        fixture.granted(session, ref, ItemSet.range(0, 4));
        fixture.failed(session, ref, 0, 1);
        assertThat(fixture.job(ref.job()).running()).isFalse();
        assertThat(fixture.lease(session, ref).kill()).isEqualTo(ItemSet.of(2, 3));
        assertThat(fixture.ready(ref)).isEqualTo(ItemSet.EMPTY);
        assertThat(fixture.verdict(ref.job())).isEmpty();
    }

    @Test
    void shouldBeAbortedWhenTheLastItemIsBack() {
        fixture.granted(session, ref, ItemSet.range(0, 4));
        fixture.failed(session, ref, 0, 1);
        fixture.release(session, ref, 2, 3);
        assertThat(fixture.verdict(ref.job())).contains(Verdict.ABORTED);
        assertThat(fixture.step(ref).cancelled()).isEqualTo(ItemSet.range(2, 20));
    }

    @Test
    void shouldCountOnlyFailuresForGood() {
        StepRef retried = new StepRef(fixture.submit(step("b", 5).stopAfter(1).retry(1, 0)), 0);
        fixture.granted(session, retried, ItemSet.of(0));
        fixture.failed(session, retried, 0);
        assertThat(fixture.job(retried.job()).running()).isTrue();
        fixture.granted(session, retried, ItemSet.of(0));
        fixture.failed(session, retried, 0);
        assertThat(fixture.verdict(retried.job())).contains(Verdict.ABORTED);
    }

    @Test
    void shouldNotStopARetriedJobForAnItemThatWentWell() {
        fixture.granted(session, ref, ItemSet.range(0, 4));
        fixture.failed(session, ref, 0, 1, 2, 3);
        assertThat(fixture.verdict(ref.job())).contains(Verdict.ABORTED);
        fixture.apply(new Command.RetryItems(ref.job(), new Where.Items(0, ItemSet.range(4, 8))));
        fixture.granted(session, ref, ItemSet.of(4, 5));
        fixture.ok(session, ref, 4);
        assertThat(fixture.job(ref.job()).running()).isTrue();
        fixture.failed(session, ref, 5);
        assertThat(fixture.verdict(ref.job())).contains(Verdict.ABORTED);
    }
}
