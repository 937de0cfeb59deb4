package org.manyhands.core.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.MachineFixture.opening;
import static org.manyhands.core.kit.StepBuilder.step;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Command.Grant;
import org.manyhands.core.command.CommitPart;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.kit.Equalities;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.kit.StepBuilder;

class PlacerTest {
    private final MachineFixture fixture = new MachineFixture();

    private StepRef submit(StepBuilder step) {
        return submit(0, step);
    }

    private StepRef submit(int priority, StepBuilder step) {
        return new StepRef(fixture.submit(priority, step), 0);
    }

    private Decision decision(StepRef ref) {
        return Objects.requireNonNull(fixture.placement().decisions().get(ref));
    }

    private long running(StepRef ref) {
        return org.manyhands.core.state.Usage.running(fixture.state(), ref);
    }

    @Test
    void shouldFillTheNodeAndQueueALittleFromTheLowestItemOn() {
        long session = fixture.open("one", 4);
        StepRef ref = submit(step("a", 100).cores(1));
        assertThat(fixture.placement().grants()).containsExactly(new Grant(session, ref, ItemSet.range(0, 8), 4));
        assertThat(decision(ref)).isEqualTo(new Decision.Granted(8));
        fixture.place();
        assertThat(running(ref)).isEqualTo(4);
        assertThat(decision(ref)).isEqualTo(new Decision.NodesBusy(92));
    }

    @Test
    void shouldSpreadOverTheNodesByWhatTheyHave() {
        long small = fixture.open("small", 2);
        long large = fixture.open("larger", 6);
        StepRef ref = submit(step("a", 8).cores(1));
        fixture.place();
        assertThat(fixture.lease(small, ref).items().size()).isEqualTo(2);
        assertThat(fixture.lease(large, ref).items().size()).isEqualTo(6);
        assertThat(running(ref)).isEqualTo(8);
    }

    @Test
    void shouldFillEverySlotThatItemsAreLeftFor() {
        fixture.open("a", 3);
        fixture.open("bb", 3);
        fixture.open("ccc", 3);
        for (int items = 1; items <= 9; items++) {
            StepRef ref = submit(step("a", items).cores(1));
            fixture.place();
            assertThat(running(ref)).isEqualTo(items);
            fixture.cancel(ref.job());
            fixture.state().sessions().forEach((id, session) -> {
                if (session.leases().containsKey(ref)) {
                    fixture.ok(id, ref, session.leases().at(ref).items());
                }
            });
        }
    }

    @Test
    void shouldServeTheHigherPriorityFirst() {
        fixture.open("one", 4);
        StepRef low = submit(-5, step("low", 10).cores(1));
        StepRef high = submit(5, step("high", 10).cores(1));
        fixture.place();
        assertThat(running(high)).isEqualTo(4);
        assertThat(running(low)).isZero();
        assertThat(decision(low)).isEqualTo(new Decision.NodesBusy(10));
    }

    @Test
    void shouldServeTheOlderJobFirst() {
        fixture.open("one", 4);
        StepRef older = submit(step("older", 3).cores(1));
        StepRef younger = submit(step("younger", 10).cores(1));
        fixture.place();
        assertThat(running(older)).isEqualTo(3);
        assertThat(running(younger)).isEqualTo(1);
    }

    @Test
    void shouldServeTheLaterStepFirst() {
        long session = fixture.open("one", 4);
        long job = fixture.submit(step("a", 20).cores(1), step("b", 20).cores(1).each(0));
        StepRef first = new StepRef(job, 0);
        fixture.granted(session, first, ItemSet.range(0, 8), 4);
        fixture.ok(session, first, ItemSet.range(0, 6));
        List<Grant> grants = fixture.placement().grants();
        assertThat(grants.getFirst().step()).isEqualTo(new StepRef(job, 1));
    }

    @Test
    void shouldNotRefillALowerStepAsLongAsAHigherOneWantsTheNode() {
        long session = fixture.open("one", 4);
        StepRef low = submit(0, step("low", 1_000).cores(1));
        fixture.place();
        StepRef high = submit(1, step("high", 4).cores(2));
        fixture.place();
        assertThat(running(high)).isZero();
        long queued = fixture.lease(session, low).items().size();
        while (running(high) == 0) {
            assertThat(queued--).isPositive();
            fixture.ok(session, low, fixture.lease(session, low).items().lowest(1));
            fixture.place();
        }
        assertThat(running(low)).isLessThanOrEqualTo(2);
    }

    @Test
    void shouldKeepOnlyAsManyNodesForAHigherStepAsItNeeds() {
        long first = fixture.open("a", 2);
        long second = fixture.open("bb", 2);
        StepRef low = submit(0, step("low", 1_000).cores(1));
        fixture.place();
        submit(1, step("high", 1).cores(2));
        fixture.ok(first, low, fixture.lease(first, low).items().lowest(3));
        fixture.ok(second, low, fixture.lease(second, low).items().lowest(3));
        List<Grant> grants = fixture.placement().grants();
        assertThat(grants).extracting(Grant::session).containsExactly(second);
    }

    @Test
    void shouldKeepAtMostOverSeveralNodes() {
        fixture.open("a", 4);
        fixture.open("bb", 4);
        fixture.open("ccc", 4);
        StepRef ref = submit(step("a", 100).cores(1).atMost(6));
        fixture.place();
        assertThat(running(ref)).isEqualTo(6);
        assertThat(decision(ref))
                .isEqualTo(new Decision.AtMost(100 - fixture.step(ref).held().size(), 6));
    }

    @Test
    void shouldGiveTheOnlySlotToANodeThatTakesIt() {
        long failing = fixture.open("a", 4);
        long other = fixture.open("bb", 4);
        StepRef ref = submit(step("a", 1).cores(1).atMost(1).retry(3, 0));
        fixture.granted(failing, ref, ItemSet.of(0));
        fixture.failed(failing, ref, 0);
        fixture.place();
        assertThat(fixture.lease(other, ref).items()).isEqualTo(ItemSet.of(0));
    }

    @Test
    void shouldGiveARetryElsewhere() {
        long failing = fixture.open("a", 8);
        long other = fixture.open("bb", 1);
        StepRef ref = submit(step("a", 1).cores(1).retry(3, 0));
        fixture.granted(failing, ref, ItemSet.of(0));
        fixture.failed(failing, ref, 0);
        fixture.place();
        assertThat(fixture.lease(other, ref).items()).isEqualTo(ItemSet.of(0));
    }

    @Test
    void shouldGiveARetryToTheOnlyNode() {
        long failing = fixture.open("a", 8);
        StepRef ref = submit(step("a", 1).cores(1).retry(3, 0));
        fixture.granted(failing, ref, ItemSet.of(0));
        fixture.failed(failing, ref, 0);
        fixture.place();
        assertThat(fixture.lease(failing, ref).items()).isEqualTo(ItemSet.of(0));
    }

    @Test
    void shouldGiveAnItemThatFailedOnEveryNodeToOneOfThem() {
        long first = fixture.open("a", 2);
        long second = fixture.open("bb", 2);
        StepRef ref = submit(step("a", 1).cores(1).retry(9, 0));
        for (long session : new long[] {first, second}) {
            fixture.granted(session, ref, ItemSet.of(0));
            fixture.failed(session, ref, 0);
        }
        fixture.place();
        assertThat(fixture.step(ref).held()).isEqualTo(ItemSet.of(0));
    }

    @Test
    void shouldRatherRetryOnTheSameNodeThanLeaveItIdle() {
        long failing = fixture.open("a", 1);
        long busy = fixture.open("bb", 1);
        StepRef other = submit(1, step("other", 1).cores(1));
        fixture.granted(busy, other, ItemSet.of(0));
        StepRef ref = submit(step("a", 1).cores(1).retry(9, 0));
        fixture.granted(failing, ref, ItemSet.of(0));
        fixture.failed(failing, ref, 0);
        fixture.place();
        assertThat(fixture.lease(failing, ref).items()).isEqualTo(ItemSet.of(0));
    }

    @Test
    void shouldGiveRetriesBeforeNewItems() {
        long session = fixture.open("a", 1);
        StepRef ref = submit(step("a", 100).cores(1).retry(9, 1_000));
        fixture.granted(session, ref, ItemSet.of(50, 60));
        fixture.at(10).failed(session, ref, 50, 60);
        long other = fixture.at(5_000).open("bb", 1);
        fixture.place();
        assertThat(fixture.lease(other, ref).items().containsAll(ItemSet.of(50, 60)))
                .isTrue();
        assertThat(fixture.lease(session, ref).items().contains(0)).isTrue();
    }

    @Test
    void shouldLetBackOffsEndFirst() {
        long session = fixture.open("a", 1);
        StepRef ref = submit(step("a", 1).cores(1).retry(9, 1_000));
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.at(500).failed(session, ref, 0);
        assertThat(fixture.place()).isEmpty();
        assertThat(decision(ref)).isEqualTo(new Decision.BackingOff(1, 2_000));
        assertThat(fixture.placement().nextDueTicks()).contains(2_000L);
        fixture.at(1_999).pass(1);
        assertThat(fixture.place()).isEmpty();
        fixture.at(2_000).pass(1);
        assertThat(fixture.place()).hasSize(1);
    }

    @Test
    void shouldSayWhatTheNearestNodeLacks() {
        SortedMap<String, Long> far = new TreeMap<>();
        far.put("cpu", 1_000L);
        far.put("memory", 100L);
        SortedMap<String, Long> near = new TreeMap<>();
        near.put("cpu", 4_000L);
        near.put("memory", 90L);
        fixture.opened(opening("a-far", 1, 1, far));
        fixture.opened(opening("b-near", 1, 1, near));
        StepRef ref = submit(step("a", 3).cores(5).demand("memory", 100));
        assertThat(decision(ref))
                .isEqualTo(new Decision.NoNodeFits(
                        3,
                        List.of(
                                new Decision.Shortage("b-near", "cpu", 4_000, 5_000),
                                new Decision.Shortage("a-far", "cpu", 1_000, 5_000))));
        StepRef gpu = submit(step("b", 3).demand("gpu", 1));
        assertThat(decision(gpu))
                .isInstanceOfSatisfying(
                        Decision.NoNodeFits.class,
                        none -> assertThat(none.shortages())
                                .extracting(Decision.Shortage::resource)
                                .containsExactly("gpu", "gpu"));
    }

    @Test
    void shouldSayWhyNothingIsGiven() {
        StepRef ref = submit(step("a", 3).cores(1));
        assertThat(decision(ref)).isEqualTo(new Decision.NoNodes(3));
        long session = fixture.open("a", 1);
        long job = fixture.submit(step("a", 1).cores(1), step("b", 1).all(0));
        assertThat(decision(new StepRef(job, 1))).isEqualTo(new Decision.Blocked(List.of(0)));
        fixture.granted(session, ref, ItemSet.of(0, 1, 2));
        assertThat(decision(ref)).isEqualTo(new Decision.AllOut(3));
        long zero = fixture.submit(step("a", 0), step("b", 1).cores(9));
        assertThat(decision(new StepRef(zero, 0))).isEqualTo(new Decision.Settled());
    }

    @Test
    void shouldGiveNothingToSilentSessions() {
        long session = fixture.open("a", 4);
        StepRef ref = submit(step("a", 10).cores(1).lostAfter(60_000));
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.end(session, false);
        assertThat(decision(ref)).isEqualTo(new Decision.NoNodes(9));
    }

    @Test
    void shouldQueueMoreAsItLearnsHowShortItemsAre() {
        long session = fixture.open("a", 2);
        StepRef ref = submit(step("a", 1_000_000).cores(1));
        fixture.place();
        long before = fixture.lease(session, ref).items().size();
        for (int round = 0; round < 20; round++) {
            ItemSet held = fixture.lease(session, ref).items();
            fixture.at(fixture.state().ticks() + 100);
            fixture.commit(session, new CommitPart(ref, held, List.of(), held.size(), Long.MAX_VALUE));
            fixture.place();
        }
        assertThat(before).isEqualTo(4);
        // One millisecond each, two at once, 2.5 horizons of one second.
        assertThat(fixture.lease(session, ref).items().size()).isBetween(4_000L, 6_000L);
    }

    @Test
    void shouldQueueLittleWhenItemsAreLong() {
        long session = fixture.open("a", 2);
        StepRef ref = submit(step("a", 1_000).cores(1));
        for (int round = 0; round < 10; round++) {
            fixture.place();
            ItemSet held = fixture.lease(session, ref).items();
            fixture.at(fixture.state().ticks() + 60_000);
            fixture.commit(session, new CommitPart(ref, held, List.of(), 60_000 * held.size(), Long.MAX_VALUE));
        }
        fixture.place();
        assertThat(fixture.lease(session, ref).items().size()).isEqualTo(4);
    }

    @Test
    void shouldGiveNothingOfAJobThatIsCancelled() {
        long session = fixture.open("a", 4);
        StepRef ref = submit(step("a", 10).cores(1));
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.apply(new Command.CancelJob(ref.job(), ""));
        assertThat(fixture.placement()).isEqualTo(Placement.NONE);
    }

    private long opened(String node, long cores, String zone) {
        SortedMap<String, String> labels = new TreeMap<>(Collections.singletonMap("zone", zone));
        return fixture.opened(new Command.OpenSession(node, 1, 1, MachineFixture.cores(cores), labels, Bytes.EMPTY));
    }

    @Test
    void shouldGiveOnlyToNodesThatMeetTheCondition() {
        opened("a", 8, "us");
        long eu = opened("b", 2, "eu");
        StepRef ref = submit(step("a", 100).cores(1).where("zone=eu"));
        assertThat(fixture.place()).extracting(Grant::session).containsOnly(eu);
        assertThat(decision(ref)).isEqualTo(new Decision.NodesBusy(96));
    }

    @Test
    void shouldHeedWhatPeopleSayOfANodeAndItsName() {
        fixture.raise();
        long a = opened("a", 1, "us");
        long b = opened("b", 1, "us");
        StepRef zone = submit(step("a", 1).cores(1).where("zone=eu"));
        StepRef name = submit(step("a", 1).cores(1).where("node=b"));
        assertThat(decision(zone)).isEqualTo(new Decision.NoNodeMeets(1, "zone=eu", 2));
        SortedMap<String, String> labels = new TreeMap<>(Collections.singletonMap("zone", "eu"));
        fixture.apply(new Command.LabelNode("a", labels, List.of()));
        fixture.place();
        assertThat(fixture.lease(a, zone).items()).isEqualTo(ItemSet.of(0));
        assertThat(fixture.lease(b, name).items()).isEqualTo(ItemSet.of(0));
    }

    @Test
    void shouldTellNodesThatDoNotMeetFromThoseThatLackSomething() {
        opened("a", 8, "us");
        opened("b", 2, "eu");
        StepRef ref = submit(step("a", 3).cores(4).where("zone=eu"));
        assertThat(decision(ref))
                .isEqualTo(new Decision.NoNodeFits(3, List.of(new Decision.Shortage("b", "cpu", 2_000, 4_000)), 1));
    }

    @Test
    void shouldKeepOnlyNodesFreeThatMeetTheCondition() {
        long us = opened("a", 2, "us");
        long eu = opened("b", 2, "eu");
        StepRef small = submit(step("a", 4).cores(1));
        fixture.place();
        StepRef large = submit(1, step("b", 1).cores(2).where("zone=eu"));
        fixture.ok(us, small, fixture.lease(us, small).items());
        StepRef more = submit(step("c", 9).cores(1));
        fixture.place();
        assertThat(fixture.lease(us, more).items().isEmpty())
                .as("it is not what the large one waits for")
                .isFalse();
        assertThat(fixture.lease(eu, more).items().isEmpty()).as("it drains").isTrue();
        fixture.ok(eu, small, fixture.lease(eu, small).items());
        fixture.place();
        assertThat(fixture.lease(eu, large).items()).isEqualTo(ItemSet.of(0));
    }

    @Test
    void shouldLookAtEachNodeOnceForEachCondition() {
        opened("a", 1, "us");
        opened("b", 1, "us");
        for (int i = 0; i < 20; i++) {
            submit(step("a", 5).cores(1).where(i % 2 == 0 ? "zone=eu" : "zone=us"));
        }
        int[] asked = {0};
        Conditions counting = (where, node, labels) -> {
            asked[0]++;
            return new Equalities().holds(where, node, labels);
        };
        Placer.place(fixture.state(), counting, Distances.NONE);
        assertThat(asked[0]).isEqualTo(4);
    }

    /** Another node died with it once. */
    private void diedBefore(StepRef ref, int item) {
        fixture.end(fixture.open("away", 1), true);
        long before = fixture.open("before", 1);
        fixture.granted(before, ref, ItemSet.of(item));
        fixture.died(before, ref, item);
    }

    @Test
    void shouldGiveASuspectANodeOfItsOwnAndEmptyOneForIt() {
        fixture.raise();
        StepRef ref = submit(step("a", 5).cores(1));
        diedBefore(ref, 4);
        long dead = fixture.open("dead", 1);
        long other = fixture.open("other", 2);
        fixture.granted(dead, ref, ItemSet.of(4));
        fixture.granted(other, ref, ItemSet.of(0, 1), 2);
        fixture.died(dead, ref, 4);
        assertThat(fixture.place()).isEmpty();
        fixture.ok(other, ref, 0);
        assertThat(fixture.place()).as("kept until it is idle").isEmpty();
        fixture.ok(other, ref, 1);
        assertThat(fixture.placement().grants()).containsExactly(new Grant(other, ref, ItemSet.of(4), 1));
        fixture.place();
        assertThat(fixture.lease(other, ref).items()).isEqualTo(ItemSet.of(4));
        fixture.ok(other, ref, 4);
        fixture.place();
        assertThat(fixture.lease(other, ref).items()).isEqualTo(ItemSet.of(2, 3));
    }

    @Test
    void shouldPreferANodeThatDidNotDieForASuspect() {
        fixture.raise();
        StepRef ref = submit(step("a", 1).cores(1));
        diedBefore(ref, 0);
        long dead = fixture.open("dead", 4);
        long other = fixture.open("other", 2);
        StepRef busy = submit(step("b", 2).cores(1));
        fixture.granted(dead, ref, ItemSet.of(0));
        fixture.granted(other, busy, ItemSet.of(0, 1), 2);
        fixture.died(dead, ref, 0);
        long again = fixture.opened(opening("dead", 2, 4, MachineFixture.cores(4)));
        assertThat(fixture.place()).isEmpty();
        assertThat(decision(ref)).isEqualTo(new Decision.WaitsAlone(1));
        fixture.ok(other, busy, 0, 1);
        fixture.place();
        assertThat(fixture.lease(other, ref).items()).isEqualTo(ItemSet.of(0));
        assertThat(fixture.lease(again, ref).items()).isEqualTo(ItemSet.EMPTY);
    }

    @Test
    void shouldLetASuspectHaveTheOnlyPlaceOfItsStep() {
        fixture.raise();
        StepRef ref = submit(step("a", 50).cores(1).atMost(1));
        diedBefore(ref, 49);
        long dead = fixture.open("dead", 1);
        long other = fixture.open("other", 2);
        fixture.granted(dead, ref, ItemSet.of(49));
        fixture.died(dead, ref, 49);
        fixture.granted(other, ref, ItemSet.of(0));
        assertThat(fixture.place()).isEmpty();
        fixture.ok(other, ref, 0);
        fixture.place();
        assertThat(fixture.lease(other, ref).items()).isEqualTo(ItemSet.of(49));
    }
}
