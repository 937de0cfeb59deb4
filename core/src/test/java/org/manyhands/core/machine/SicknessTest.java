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
        ref = new StepRef(fixture.submit(step("a", 1_000).cores(1).retry(9, 0)), 0);
        fixture.ok(well, ref, give(well, 1));
    }

    private ItemSet give(long session, int count) {
        ItemSet items = ItemSet.range(next, next + count);
        next += count;
        fixture.granted(session, ref, items);
        return items;
    }

    private ItemSet fail(int count) {
        ItemSet items = give(sick, count);
        fixture.failed(sick, ref, items);
        return items;
    }

    /** What failed on the sick one succeeds on the other one. */
    private void succeedElsewhere(ItemSet items) {
        fixture.granted(well, ref, items);
        fixture.ok(well, ref, items);
    }

    /** So that the node is set aside. */
    private void sicken() {
        succeedElsewhere(fail(ENOUGH).lowest(Health.OK_ELSEWHERE_MIN));
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
    void shouldSetAsideAfterEnoughFailuresInARowThatWereNotTheTasksFault() {
        ItemSet failed = fail(ENOUGH - 1);
        succeedElsewhere(failed.lowest(Health.OK_ELSEWHERE_MIN - 1));
        ItemSet rest = give(sick, 3);
        fixture.failed(sick, ref, rest.lowest(1));
        assertThat(aside()).as("too few succeeded elsewhere").isFalse();
        succeedElsewhere(rest.lowest(1));
        assertThat(aside()).isTrue();
        assertThat(health().asideUntilTicks()).isEqualTo(fixture.state().ticks() + Health.SET_ASIDE_MILLIS);
        assertThat(health().sentence())
                .isEqualTo("8 tasks failed there in a row, and 4 of them succeeded elsewhere: exit 1 (it said no)");
        assertThat(fixture.events())
                .contains(new Event.NodeSetAside("sick", 1, health().sentence(), health().asideUntilTicks()));
        assertThat(fixture.lease(sick, ref).unstarted()).as("may go elsewhere").isEqualTo(rest.andNot(rest.lowest(1)));
    }

    @Test
    void shouldNotSetAsideWhereTasksFailAsOftenElsewhere() {
        ItemSet failed = fail(2 * ENOUGH);
        ItemSet there = failed.lowest(3);
        fixture.granted(well, ref, there);
        fixture.failed(well, ref, there);
        succeedElsewhere(failed.andNot(there).lowest(Health.OK_ELSEWHERE_MIN));
        assertThat(aside()).isFalse();
        succeedElsewhere(failed.andNot(there)
                .andNot(failed.andNot(there).lowest(Health.OK_ELSEWHERE_MIN))
                .lowest(2));
        assertThat(aside()).as("twice as many").isTrue();
    }

    @Test
    void shouldNotSetAsideForTasksThatWereNotTriedElsewhere() {
        fail(9 * ENOUGH);
        assertThat(aside()).isFalse();
    }

    @Test
    void shouldGiveNothingWhileItIsAside() {
        sicken();
        assertThat(fixture.place()).extracting(Command.Grant::session).containsOnly(well);
        assertThat(fixture.apply(new Command.Grant(sick, ref, ItemSet.of(next), 1)))
                .isInstanceOf(Reply.Refused.class);
        assertThat(fixture.placement().nextDueTicks())
                .hasValueSatisfying(due -> assertThat(due).isLessThanOrEqualTo(health().asideUntilTicks()));
    }

    @Test
    void shouldBeginAnewAfterASuccess() {
        ItemSet failed = fail(2 * ENOUGH);
        ItemSet both = give(sick, 5);
        fixture.commit(sick, part(ref, both.lowest(1), both.andNot(both.lowest(1))));
        assertThat(health()).isEqualTo(Health.GOOD);
        succeedElsewhere(failed);
        assertThat(health()).as("that is over").isEqualTo(Health.GOOD);
    }

    @Test
    void shouldKeepTheLastNodeThatTakesWork() {
        ItemSet failed = fail(2 * ENOUGH);
        fixture.granted(well, ref, failed);
        fixture.apply(new Command.DrainNode("well", "", 0));
        fixture.ok(well, ref, failed);
        assertThat(aside()).isFalse();
        fixture.apply(new Command.ResumeNode("well"));
        fail(1);
        assertThat(aside()).as("another is there").isTrue();
    }

    @Test
    void shouldTakeWorkAgainWhenNobodyElseDoes() {
        sicken();
        fixture.apply(new Command.DrainNode("well", "", 0));
        assertThat(aside()).isFalse();
        assertThat(fixture.place()).extracting(Command.Grant::session).containsOnly(sick);
        assertThat(fixture.lease(sick, ref).items().size()).as("one at a time").isEqualTo(1);
    }

    @Test
    void shouldTryWithOneTaskWhenTheTimeIsOver() {
        sicken();
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
        sicken();
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
        sicken();
        long until = health().asideUntilTicks();
        fixture.failed(sick, ref, late);
        assertThat(health().asideUntilTicks()).isEqualTo(until);
    }

    @Test
    void shouldBeWellWhenSomebodySaysSo() {
        sicken();
        fixture.apply(new Command.ResumeNode("sick"));
        assertThat(health()).isEqualTo(Health.GOOD);
        assertThat(fixture.events()).containsExactly(new Event.NodeResumed("sick", "leader"));
    }

    @Test
    void shouldBeginANewLifeWell() {
        sicken();
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
