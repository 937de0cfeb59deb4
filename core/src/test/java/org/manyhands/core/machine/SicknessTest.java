package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.MachineFixture.cores;
import static org.manyhands.core.kit.MachineFixture.opening;
import static org.manyhands.core.kit.MachineFixture.part;
import static org.manyhands.core.kit.StepBuilder.step;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.Reply;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.state.Health;

/** Nodes on which tasks fail that succeed elsewhere. */
class SicknessTest {
    private static final int ENOUGH = Health.FAILED_IN_ROW_MAX;

    private final MachineFixture fixture = new MachineFixture();
    private final StepRef ref;
    private final long sick;
    private final long well;

    /** Next item that nobody has. */
    private int next;

    SicknessTest() {
        fixture.raise();
        sick = fixture.open("sick");
        well = fixture.open("well");
        ref = new StepRef(fixture.submit(step("a", 1_000).cores(1)), 0);
        fixture.ok(well, ref, give(well, 1));
    }

    private ItemSet give(long session, int count) {
        ItemSet items = ItemSet.range(next, next + count);
        next += count;
        fixture.granted(session, ref, items);
        return items;
    }

    private void fail(int count) {
        fixture.failed(sick, ref, give(sick, count));
    }

    private Health health() {
        return fixture.session(sick).health();
    }

    private boolean aside() {
        return fixture.state().setAside(fixture.session(sick));
    }

    private void whenTimeIsOver() {
        fixture.at(health().asideUntilTicks()).pass(1);
    }

    @Test
    void shouldSetAsideAfterEnoughFailuresInARow() {
        fail(ENOUGH - 1);
        assertThat(aside()).isFalse();
        ItemSet rest = give(sick, 3);
        fixture.failed(sick, ref, rest.lowest(1));
        assertThat(aside()).isTrue();
        assertThat(health().asideUntilTicks()).isEqualTo(fixture.state().ticks() + Health.SET_ASIDE_MILLIS);
        assertThat(health().reason())
                .isEqualTo("8 tasks failed there in a row, and succeed elsewhere: exit 1 (it said no)");
        assertThat(fixture.events())
                .contains(new Event.NodeSetAside("sick", 1, health().reason(), health().asideUntilTicks()));
        assertThat(fixture.lease(sick, ref).unstarted()).as("may go elsewhere").isEqualTo(rest.andNot(rest.lowest(1)));
    }

    @Test
    void shouldGiveNothingWhileItIsAside() {
        fail(ENOUGH);
        assertThat(fixture.place()).extracting(Command.Grant::session).containsOnly(well);
        assertThat(fixture.apply(new Command.Grant(sick, ref, ItemSet.of(next), 1)))
                .isInstanceOf(Reply.Refused.class);
        assertThat(fixture.placement().nextDueTicks())
                .hasValueSatisfying(due -> assertThat(due).isLessThanOrEqualTo(health().asideUntilTicks()));
    }

    @Test
    void shouldNotCountFailuresOfAStepThatSucceedsNowhere() {
        StepRef other = new StepRef(fixture.submit(step("b", 50)), 0);
        fixture.granted(sick, other, ItemSet.range(0, 2 * ENOUGH));
        fixture.failed(sick, other, ItemSet.range(0, 2 * ENOUGH));
        assertThat(health()).isEqualTo(Health.GOOD);
    }

    @Test
    void shouldBeginAnewAfterASuccess() {
        fail(ENOUGH - 1);
        fixture.ok(sick, ref, give(sick, 1));
        fail(ENOUGH - 1);
        assertThat(aside()).isFalse();
        ItemSet both = give(sick, 5);
        fixture.commit(sick, part(ref, both.lowest(1), both.andNot(both.lowest(1))));
        assertThat(health()).isEqualTo(Health.GOOD);
    }

    @Test
    void shouldKeepTheLastNodeThatTakesWork() {
        fixture.apply(new Command.DrainNode("well", "", 0));
        fail(2 * ENOUGH);
        assertThat(aside()).isFalse();
        fixture.apply(new Command.ResumeNode("well"));
        fail(1);
        assertThat(aside()).as("another is there").isTrue();
    }

    @Test
    void shouldNotSetAsideWhereTasksFailOnAllNodes() {
        fixture.failed(well, ref, give(well, 1));
        fail(2 * ENOUGH);
        assertThat(aside()).isFalse();
    }

    @Test
    void shouldTakeWorkAgainWhenNobodyElseDoes() {
        fail(ENOUGH);
        fixture.apply(new Command.DrainNode("well", "", 0));
        assertThat(aside()).isFalse();
        assertThat(fixture.place()).extracting(Command.Grant::session).containsOnly(sick);
        assertThat(fixture.lease(sick, ref).items().size()).as("one at a time").isEqualTo(1);
    }

    @Test
    void shouldTryWithOneTaskWhenTheTimeIsOver() {
        fail(ENOUGH);
        whenTimeIsOver();
        assertThat(aside()).isFalse();
        List<Command.Grant> grants = fixture.place();
        assertThat(grants).filteredOn(grant -> grant.session() == sick).hasSize(1);
        ItemSet trial = fixture.lease(sick, ref).items();
        assertThat(trial.size()).isEqualTo(1);
        fixture.ok(sick, ref, trial);
        assertThat(fixture.events()).contains(new Event.NodeTakenBack("sick", 1));
        assertThat(health()).isEqualTo(Health.GOOD);
        fixture.place();
        assertThat(fixture.lease(sick, ref).width()).isGreaterThan(1);
    }

    @Test
    void shouldSetAsideForTwiceAsLongUpToTheMost() {
        long before = 0;
        fail(ENOUGH);
        for (int i = 0; i < 10; i++) {
            long millis = health().asideUntilTicks() - fixture.state().ticks();
            assertThat(millis)
                    .isEqualTo(
                            Math.min(Health.SET_ASIDE_MILLIS_MAX, before == 0 ? Health.SET_ASIDE_MILLIS : 2 * before));
            before = millis;
            whenTimeIsOver();
            fail(1);
            assertThat(aside()).isTrue();
        }
        assertThat(before).isEqualTo(Health.SET_ASIDE_MILLIS_MAX);
    }

    @Test
    void shouldNotStayLongerForWhatStillFailsThere() {
        ItemSet late = give(sick, 4);
        fail(ENOUGH);
        long until = health().asideUntilTicks();
        fixture.failed(sick, ref, late);
        assertThat(health().asideUntilTicks()).isEqualTo(until);
    }

    @Test
    void shouldBeWellWhenSomebodySaysSo() {
        fail(ENOUGH);
        fixture.apply(new Command.ResumeNode("sick"));
        assertThat(health()).isEqualTo(Health.GOOD);
        assertThat(fixture.events()).containsExactly(new Event.NodeResumed("sick", "leader"));
    }

    @Test
    void shouldBeginANewLifeWell() {
        fail(ENOUGH);
        long again = fixture.opened(opening("sick", 7, 1, cores(8)));
        assertThat(fixture.session(again).health()).isEqualTo(Health.GOOD);
    }

    @Test
    void shouldLeaveLogsOfEarlierLevelsAsTheyAre() {
        MachineFixture early = new MachineFixture();
        early.open("other");
        long session = early.open("one");
        StepRef step = new StepRef(early.submit(step("a", 50)), 0);
        early.granted(session, step, ItemSet.range(0, 40));
        early.ok(session, step, 0);
        early.failed(session, step, ItemSet.range(1, 40));
        assertThat(early.session(session).health()).isEqualTo(Health.GOOD);
    }
}
