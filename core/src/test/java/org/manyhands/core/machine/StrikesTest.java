package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.MachineFixture.cores;
import static org.manyhands.core.kit.MachineFixture.opening;
import static org.manyhands.core.kit.StepBuilder.step;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Verdict;
import org.manyhands.core.command.Where;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.state.ReasonCount;
import org.manyhands.core.state.Strike;
import org.manyhands.core.state.Strikes;

class StrikesTest {
    private final MachineFixture fixture = new MachineFixture();
    private long boot = 1;

    StrikesTest() {
        fixture.raise();
        fixture.opened(opening("one", 1, 11, cores(4)));
    }

    private long boot(String node) {
        return fixture.opened(opening(node, ++boot, 11, cores(4)));
    }

    private StepRef submit(int items) {
        return new StepRef(fixture.submit(step("a", items).retry(2, 0)), 0);
    }

    private void die(String node, StepRef ref, int item) {
        long session = boot(node);
        fixture.granted(session, ref, ItemSet.of(item));
        fixture.died(session, ref, item);
    }

    private Strikes strikes(StepRef ref) {
        return fixture.step(ref).strikes();
    }

    @Test
    void shouldStrikeWhatRanAndNothingElseThatWasHeld() {
        StepRef ref = submit(9);
        long session = boot("two");
        fixture.granted(session, ref, ItemSet.range(0, 4), 2);
        // Item 7 was done since, by its last beat.
        fixture.died(session, ref, 1, 2, 7);
        assertThat(strikes(ref).items()).isEqualTo(ItemSet.of(1, 2));
        assertThat(fixture.ready(ref)).isEqualTo(ItemSet.range(0, 9));
        assertThat(fixture.step(ref).tries().get(1)).isZero();
        assertThat(fixture.step(ref).avoid().get("two")).contains(ItemSet.of(1, 2));
        assertThat(fixture.events()).contains(new Event.ItemsStruck(ref, session, ItemSet.of(1, 2), "two", boot));
    }

    @Test
    void shouldStrikeWhatTheLifeBeforeWasRunningAsTheLeaderKnew() {
        StepRef ref = submit(3);
        long session = boot("two");
        fixture.granted(session, ref, ItemSet.of(0, 1));
        fixture.opened(
                opening("two", boot + 1, 11, cores(4)).after(session, new TreeMap<>(Map.of(ref, ItemSet.of(1)))));
        assertThat(strikes(ref).of(1)).extracting(Strike::boot).containsExactly(boot);
        assertThat(strikes(ref).of(0)).isEmpty();
    }

    @Test
    void shouldNotStrikeWhatAShortLifeHeldForWhatTheOneBeforeItRan() {
        StepRef ref = submit(3);
        long first = boot("two");
        fixture.granted(first, ref, ItemSet.of(0, 1));
        SortedMap<StepRef, ItemSet> ran = new TreeMap<>(Map.of(ref, ItemSet.of(1)));
        long second = fixture.opened(opening("two", boot + 1, 11, cores(4)).after(first, ran));
        fixture.granted(second, ref, ItemSet.of(1));
        fixture.opened(opening("two", boot + 2, 12, cores(4)).after(first, ran));
        assertThat(strikes(ref).of(1)).extracting(Strike::boot).containsExactly(boot);
    }

    @Test
    void shouldFailAnItemForGoodAtTheThirdDeathAndSayWhichNodes() {
        StepRef ref = submit(2);
        die("two", ref, 0);
        die("three", ref, 0);
        assertThat(fixture.step(ref).failed()).isEqualTo(ItemSet.EMPTY);
        die("two", ref, 0);
        assertThat(fixture.step(ref).failed()).isEqualTo(ItemSet.of(0));
        assertThat(fixture.step(ref).tries().get(0)).isZero();
        assertThat(fixture.events()).contains(new Event.ItemsFailed(ref, ItemSet.of(0), "poison"));
        Optional<ReasonCount> reason = fixture.step(ref).reasons().get("poison");
        assertThat(reason.orElseThrow().sample()).contains("two (boot 2), three (boot 3), two (boot 4)");
        assertThat(strikes(ref).of(0)).hasSize(Strikes.POISON);
    }

    @Test
    void shouldDecideTheJobWhenItsLastItemIsPoison() {
        StepRef ref = submit(1);
        die("two", ref, 0);
        die("two", ref, 0);
        die("two", ref, 0);
        assertThat(fixture.verdict(ref.job())).contains(Verdict.FAILED);
        fixture.expect(Reply.Done.class, fixture.apply(new Command.RetryItems(ref.job(), new Where.Failed())));
        assertThat(strikes(ref)).isEqualTo(Strikes.NONE);
        assertThat(fixture.ready(ref)).isEqualTo(ItemSet.of(0));
    }

    @Test
    void shouldForgetStrikesOfAnItemThatIsOkOrFailsByItself() {
        StepRef ref = submit(2);
        die("two", ref, 0);
        die("two", ref, 1);
        long one = fixture.state().sessions().values().getFirst().id();
        fixture.granted(one, ref, ItemSet.of(0));
        fixture.ok(one, ref, 0);
        assertThat(strikes(ref).items()).isEqualTo(ItemSet.of(1));
        fixture.granted(one, ref, ItemSet.of(1));
        fixture.failed(one, ref, 1);
        assertThat(strikes(ref).items()).as("it is tried again").isEqualTo(ItemSet.of(1));
    }

    @Test
    void shouldTakeStrikesBackWhenTheSameLifeOfTheNodeIsThereAgain() {
        StepRef ref = submit(1);
        die("two", ref, 0);
        fixture.opened(opening("two", boot, 11, cores(4)));
        assertThat(strikes(ref)).isEqualTo(Strikes.NONE);
        assertThat(fixture.events()).contains(new Event.NodeSurvived("two", boot));
    }

    @Test
    void shouldStrikeNothingThatASilentSessionKeeps() {
        StepRef ref = new StepRef(fixture.submit(step("a", 1).lostAfter(60_000)), 0);
        long session = boot("two");
        fixture.granted(session, ref, ItemSet.of(0));
        long opened = fixture.session(session).openedApplied();
        fixture.apply(new Command.EndSession(session, false, "", opened, new TreeMap<>(Map.of(ref, ItemSet.of(0)))));
        assertThat(strikes(ref)).isEqualTo(Strikes.NONE);
        fixture.died(session, ref, 0);
        assertThat(strikes(ref).items()).isEqualTo(ItemSet.of(0));
    }

    @Test
    void shouldStrikeNothingWhereNoOtherNodeHasEverBeen() {
        MachineFixture single = new MachineFixture();
        single.raise();
        StepRef ref = new StepRef(single.submit(step("a", 1)), 0);
        long session = single.open("one");
        single.granted(session, ref, ItemSet.of(0));
        single.died(session, ref, 0);
        assertThat(single.step(ref).strikes()).isEqualTo(Strikes.NONE);
    }

    @Test
    void shouldStopTheJobByItsRuleWhenPoisonIsTooMuch() {
        StepRef ref = new StepRef(fixture.submit(step("a", 9).stopAfter(1)), 0);
        long one = fixture.state().sessions().values().getFirst().id();
        fixture.granted(one, ref, ItemSet.of(5));
        die("two", ref, 0);
        die("two", ref, 0);
        die("two", ref, 0);
        assertThat(fixture.lease(one, ref).kill()).isEqualTo(ItemSet.of(5));
        fixture.release(one, ref, 5);
        assertThat(fixture.verdict(ref.job())).contains(Verdict.ABORTED);
        assertThat(strikes(ref).items()).isEqualTo(ItemSet.of(0));
    }

    @Test
    void shouldRefuseCompanyForWhatRunsAlone() {
        StepRef ref = submit(9);
        die("two", ref, 0);
        long one = fixture.state().sessions().values().getFirst().id();
        fixture.granted(one, ref, ItemSet.of(0, 1), 1);
        assertThat(strikes(ref).suspects()).as("one node may die of anything").isEqualTo(ItemSet.EMPTY);
        fixture.release(one, ref, 0, 1);
        die("three", ref, 0);
        refused(new Command.Grant(one, ref, ItemSet.of(0, 1), 1));
        fixture.granted(one, ref, ItemSet.of(0));
        refused(new Command.Grant(one, ref, ItemSet.of(1), 2));
    }

    private void refused(Command.Grant grant) {
        Reply.Refused refused = fixture.expect(Reply.Refused.class, fixture.apply(grant));
        assertThat(Objects.requireNonNull(refused.sentence())).contains("alone");
    }

    @Test
    void shouldCountNoMoreDeathsThanItRemembers() {
        StepRef ref = submit(Strikes.DEATHS_MAX + 1);
        for (int item = 0; item <= Strikes.DEATHS_MAX; item++) {
            die("two", ref, item);
        }
        assertThat(strikes(ref).items()).isEqualTo(ItemSet.range(0, Strikes.DEATHS_MAX));
    }
}
