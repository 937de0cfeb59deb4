package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.StepBuilder.step;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Event;
import org.manyhands.core.command.RefusalCode;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Verdict;
import org.manyhands.core.command.Where;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.place.Decision;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.ItemList;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Step;

class OpenListsTest {
    private final MachineFixture fixture = new MachineFixture();
    private final long session = fixture.open("one");
    private final long job = fixture.submit(
            step("a", 0).open(), step("b", 0).open().each(0), step("c", 1).all(1));
    private final StepRef ref = new StepRef(job, 0);

    private static Command.AddItems add(StepRef ref, long first, long count) {
        return new Command.AddItems(ref, first, count, MachineFixture.pack((int) (first * 1_000 + count) & 0xffffff));
    }

    private void done(Command command) {
        assertThat(fixture.apply(command)).isEqualTo(new Reply.Done());
    }

    private void refused(RefusalCode code, Command command) {
        State before = fixture.state();
        assertThat(fixture.apply(command))
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
        assertThat(fixture.state().jobs()).isEqualTo(before.jobs());
    }

    private long items(int number) {
        return fixture.job(job).plan().steps().get(number).items();
    }

    private void run(StepRef step, int... items) {
        fixture.granted(session, step, ItemSet.of(items));
        fixture.ok(session, step, items);
    }

    @Test
    void shouldNotDecideAJobToWhichItemsMayCome() {
        assertThat(fixture.verdict(job)).isEmpty();
        assertThat(fixture.placement().decisions()).containsEntry(ref, new Decision.Open(0));
        done(add(ref, 0, 1));
        assertThat(fixture.events()).containsExactly(new Event.ItemsAdded(ref, 1));
        run(ref, 0);
        run(new StepRef(job, 1), 0);
        assertThat(fixture.verdict(job)).isEmpty();
        assertThat(fixture.ready(new StepRef(job, 2)))
                .as("a step that waits for all waits until the list is closed")
                .isEqualTo(ItemSet.EMPTY);
        done(new Command.CloseItems(ref, 1));
        assertThat(fixture.events()).containsExactly(new Event.ItemsClosed(ref, 1));
        run(new StepRef(job, 2), 0);
        assertThat(fixture.verdict(job)).contains(Verdict.OK);
    }

    @Test
    void shouldGiveItemsToTheStepsThatFollowItemByItem() {
        done(add(ref, 0, 3));
        assertThat(items(1)).isEqualTo(3);
        assertThat(items(2)).isEqualTo(1);
        run(ref, 2);
        assertThat(fixture.ready(new StepRef(job, 1))).isEqualTo(ItemSet.of(2));
    }

    @Test
    void shouldCountARepeatedAdditionOnce() {
        done(add(ref, 0, 3));
        done(add(ref, 3, 2));
        done(add(ref, 0, 3));
        done(add(ref, 3, 2));
        assertThat(items(0)).isEqualTo(5);
        assertThat(fixture.step(ref).lists().size()).isEqualTo(2);
        done(new Command.CloseItems(ref, 5));
        done(add(ref, 3, 2));
        done(new Command.CloseItems(ref, 5));
        done(new Command.CloseItems(ref, -1));
        refused(RefusalCode.WRONG_PHASE, new Command.CloseItems(ref, 6));
        refused(RefusalCode.WRONG_PHASE, add(ref, 5, 1));
    }

    @Test
    void shouldLetOneListTakeThePlaceOfMany() {
        done(add(ref, 0, 1));
        done(add(ref, 1, 2));
        done(add(ref, 3, 3));
        Command.AddItems joined = add(ref, 1, 9);
        done(joined);
        assertThat(fixture.step(ref).lists().size()).isEqualTo(2);
        assertThat(fixture.step(ref).lists().at(1L).list()).isEqualTo(joined.list());
        assertThat(items(0)).isEqualTo(10);
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        done(add(ref, 0, 4));
        refused(RefusalCode.INVALID, add(ref, 5, 1));
        refused(RefusalCode.INVALID, add(ref, 2, 9));
        refused(RefusalCode.INVALID, add(ref, 4, 0));
        refused(RefusalCode.INVALID, add(ref, -1, 9));
        refused(RefusalCode.INVALID, add(ref, Long.MAX_VALUE, 9));
        refused(RefusalCode.LIMIT, add(ref, 4, Long.MAX_VALUE));
        refused(RefusalCode.LIMIT, add(ref, 4, StepPlan.ITEMS_MAX));
        refused(RefusalCode.INVALID, new Command.CloseItems(ref, 3));
        refused(RefusalCode.WRONG_PHASE, add(new StepRef(job, 1), 4, 1));
        refused(RefusalCode.WRONG_PHASE, add(new StepRef(job, 2), 0, 1));
        refused(RefusalCode.NO_SUCH_STEP, add(new StepRef(job, 3), 0, 1));
        refused(RefusalCode.NO_SUCH_JOB, add(new StepRef(999, 0), 0, 1));
        refused(RefusalCode.NO_SUCH_JOB, new Command.CloseItems(new StepRef(999, 0), 0));
    }

    @Test
    void shouldRefuseAnOpenStepThatBeginsWithItems() {
        assertThat(fixture.apply(fixture.submission(0, step("a", 1).open())))
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(RefusalCode.INVALID));
    }

    @Test
    void shouldBoundTheLists() {
        for (int list = 0; list < Step.LISTS_MAX; list++) {
            done(add(ref, list, 1));
        }
        refused(RefusalCode.LIMIT, add(ref, Step.LISTS_MAX, 1));
        done(add(ref, 0, Step.LISTS_MAX + 1));
        assertThat(fixture.step(ref).lists().size()).isEqualTo(1);
    }

    @Test
    void shouldCloseTheListOfACancelledJob() {
        done(add(ref, 0, 2));
        fixture.granted(session, ref, ItemSet.of(0));
        fixture.cancel(job);
        refused(RefusalCode.WRONG_PHASE, add(ref, 2, 1));
        fixture.release(session, ref, 0);
        assertThat(fixture.verdict(job)).contains(Verdict.CANCELLED);
        assertThat(fixture.step(ref).cancelled()).isEqualTo(ItemSet.of(0, 1));
    }

    @Test
    void shouldNotCallAJobOkWhoseListWasCutOff() {
        long cut = fixture.submit(step("a", 0).open());
        StepRef only = new StepRef(cut, 0);
        done(add(only, 0, 1));
        run(only, 0);
        fixture.cancel(cut);
        assertThat(fixture.verdict(cut)).contains(Verdict.CANCELLED);
        refused(RefusalCode.WRONG_PHASE, add(only, 1, 1));
        refused(RefusalCode.WRONG_PHASE, new Command.CloseItems(only, -1));
        done(new Command.RetryItems(cut, new Where.Items(0, ItemSet.of(0))));
        run(only, 0);
        assertThat(fixture.verdict(cut)).contains(Verdict.OK);
    }

    @Test
    void shouldEndAJobWhoseListIsClosedWithoutItems() {
        long empty = fixture.submit(step("a", 0).open());
        done(new Command.CloseItems(new StepRef(empty, 0), 0));
        assertThat(fixture.verdict(empty)).contains(Verdict.OK);
    }

    /** However additions are cut, joined and repeated, every item that came is run once. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldRunEveryItemThatCame(long seed) {
        Random random = new Random(seed);
        Command.AddItems last = add(ref, 0, 1);
        for (int turn = 0; turn < 60; turn++) {
            switch (random.nextInt(4)) {
                case 0 -> done(last);
                case 1 -> {
                    fixture.place();
                    runSome(random);
                }
                default -> {
                    PersistentMap<Long, ItemList> lists = fixture.step(ref).lists();
                    long first = lists.isEmpty() || random.nextBoolean()
                            ? items(0)
                            : lists.last().orElseThrow().key();
                    last = add(ref, first, items(0) - first + 1 + random.nextInt(9));
                    done(last);
                }
            }
        }
        long came = items(0);
        done(new Command.CloseItems(ref, came));
        while (fixture.verdict(job).isEmpty()) {
            fixture.place();
            runSome(random);
        }
        assertThat(fixture.verdict(job)).contains(Verdict.OK);
        assertThat(fixture.step(ref).ok()).isEqualTo(ItemSet.range(0, came));
        assertThat(fixture.step(new StepRef(job, 1)).ok()).isEqualTo(ItemSet.range(0, came));
    }

    private void runSome(Random random) {
        for (int number = 0; number < 3; number++) {
            StepRef each = new StepRef(job, number);
            ItemSet held = fixture.lease(session, each).items();
            if (!held.isEmpty()) {
                fixture.ok(session, each, held.lowest(1 + random.nextInt(5)));
            }
        }
    }
}
