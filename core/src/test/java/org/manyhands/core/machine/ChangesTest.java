package org.manyhands.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.StepBuilder.step;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
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
import org.manyhands.core.place.Decision;
import org.manyhands.core.state.Usage;

class ChangesTest {
    private final MachineFixture fixture = new MachineFixture();
    private final long session = fixture.open("one");

    private void done(Command command) {
        assertThat(fixture.apply(command)).isEqualTo(new Reply.Done());
    }

    private void refused(RefusalCode code, Command command) {
        assertThat(fixture.apply(command))
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private static Command.SetJob atMost(StepRef ref, int limit) {
        SortedMap<Integer, Integer> limits = new TreeMap<>();
        limits.put(ref.step(), limit);
        return new Command.SetJob(ref.job(), Optional.empty(), limits);
    }

    private static Command.SetJob priority(long job, int priority) {
        return new Command.SetJob(job, Optional.of(priority), Collections.emptySortedMap());
    }

    @Test
    void shouldGrantNothingOfAPausedJob() {
        StepRef ref = new StepRef(fixture.submit(step("a", 9)), 0);
        done(new Command.PauseJob(ref.job()));
        refused(RefusalCode.NOT_GRANTABLE, new Command.Grant(session, ref, ItemSet.of(0), 1));
        assertThat(fixture.place()).isEmpty();
        assertThat(fixture.placement().decisions()).containsEntry(ref, new Decision.Paused(9));
        done(new Command.ResumeJob(ref.job()));
        assertThat(fixture.place()).isNotEmpty();
    }

    @Test
    void shouldLetWhatRunsGoOnAndTakeBackTheRest() {
        StepRef ref = new StepRef(fixture.submit(step("a", 3)), 0);
        fixture.granted(session, ref, ItemSet.of(0, 1));
        done(new Command.PauseJob(ref.job()));
        assertThat(fixture.lease(session, ref).unstarted()).isEqualTo(ItemSet.of(0, 1));
        assertThat(fixture.lease(session, ref).kill()).isEqualTo(ItemSet.EMPTY);
        fixture.release(session, ref, 1);
        fixture.ok(session, ref, 0);
        assertThat(fixture.verdict(ref.job())).isEmpty();
        assertThat(fixture.step(ref).ok()).isEqualTo(ItemSet.of(0));
    }

    @Test
    void shouldSayWhoPausedAndTellItOnce() {
        StepRef ref = new StepRef(fixture.submit(step("a", 1)), 0);
        fixture.at(5_000);
        done(new Command.PauseJob(ref.job()));
        assertThat(fixture.events()).containsExactly(new Event.JobPaused(ref.job(), "leader"));
        assertThat(fixture.job(ref.job()).paused().orElseThrow().wallMillis()).isEqualTo(1_700_000_005_000L);
        done(new Command.PauseJob(ref.job()));
        assertThat(fixture.events()).isEmpty();
        done(new Command.ResumeJob(ref.job()));
        assertThat(fixture.events()).containsExactly(new Event.JobResumed(ref.job(), "leader"));
    }

    @Test
    void shouldDecideAPausedJobWhenNothingIsLeft() {
        StepRef ref = new StepRef(fixture.submit(step("a", 1)), 0);
        fixture.granted(session, ref, ItemSet.of(0));
        done(new Command.PauseJob(ref.job()));
        fixture.ok(session, ref, 0);
        assertThat(fixture.verdict(ref.job())).contains(Verdict.OK);
    }

    @Test
    void shouldCancelAPausedJob() {
        StepRef ref = new StepRef(fixture.submit(step("a", 1)), 0);
        done(new Command.PauseJob(ref.job()));
        fixture.cancel(ref.job());
        assertThat(fixture.verdict(ref.job())).contains(Verdict.CANCELLED);
    }

    @Test
    void shouldRunAgainWhatIsRetriedAfterItEndedWhilePaused() {
        StepRef ref = new StepRef(fixture.submit(step("a", 1)), 0);
        fixture.granted(session, ref, ItemSet.of(0));
        done(new Command.PauseJob(ref.job()));
        fixture.failed(session, ref, 0);
        done(new Command.RetryItems(ref.job(), new Where.Failed()));
        assertThat(fixture.job(ref.job()).paused()).isEmpty();
        assertThat(fixture.place()).isNotEmpty();
    }

    @Test
    void shouldRefuseToChangeWhatHasEndedOrIsNotThere() {
        StepRef ref = new StepRef(fixture.submit(step("a", 1)), 0);
        refused(RefusalCode.NO_SUCH_JOB, new Command.PauseJob(999));
        refused(RefusalCode.NO_SUCH_JOB, priority(999, 1));
        refused(RefusalCode.NO_SUCH_STEP, atMost(new StepRef(ref.job(), 1), 1));
        refused(RefusalCode.INVALID, priority(ref.job(), 1_001));
        refused(RefusalCode.INVALID, priority(ref.job(), Integer.MIN_VALUE));
        refused(RefusalCode.INVALID, atMost(ref, -1));
        fixture.cancel(ref.job());
        refused(RefusalCode.WRONG_PHASE, new Command.PauseJob(ref.job()));
        refused(RefusalCode.WRONG_PHASE, new Command.ResumeJob(ref.job()));
        refused(RefusalCode.WRONG_PHASE, priority(ref.job(), 1));
    }

    @Test
    void shouldServeTheJobFirstWhosePriorityWasRaised() {
        long first = fixture.submit(step("a", 100).cores(1));
        long second = fixture.submit(step("b", 100).cores(1));
        done(priority(second, 5));
        assertThat(fixture.events()).containsExactly(new Event.JobChanged(second, "leader", "priority 5"));
        List<Command.Grant> grants = fixture.place();
        assertThat(grants).isNotEmpty().allMatch(grant -> grant.step().job() == second);
        assertThat(fixture.job(first).plan().priority()).isZero();
    }

    @Test
    void shouldRunNoMoreThanALimitThatWasLowered() {
        StepRef ref = new StepRef(fixture.submit(step("a", 100)), 0);
        fixture.granted(session, ref, ItemSet.range(0, 8), 4);
        done(atMost(ref, 2));
        assertThat(fixture.lease(session, ref).unstarted()).isEqualTo(ItemSet.range(0, 8));
        refused(RefusalCode.NOT_GRANTABLE, new Command.Grant(session, ref, ItemSet.of(9), 4));
        assertThat(fixture.place()).isEmpty();
        fixture.release(session, ref, 4, 5, 6, 7);
        fixture.ok(session, ref, 0, 1, 2);
        assertThat(fixture.place()).isNotEmpty();
        assertThat(Usage.running(fixture.state(), ref)).isEqualTo(2);
    }

    @Test
    void shouldLiftALimit() {
        StepRef ref = new StepRef(fixture.submit(step("a", 100).atMost(1)), 0);
        fixture.place();
        done(atMost(ref, 0));
        fixture.place();
        assertThat(Usage.running(fixture.state(), ref)).isGreaterThan(1);
    }

    /** Whatever is changed in whatever order, the invariants hold (the fixture asks) and the job comes to its end. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldEndWhateverIsChangedOnTheWay(long seed) {
        Random random = new Random(seed);
        List<StepRef> refs = new ArrayList<>();
        long job = fixture.submit(
                step("a", 60).cores(1),
                step("b", 60).each(0),
                step("c", 20).all(1).atMost(3));
        long other = fixture.open("another", 3);
        for (int number = 0; number < 3; number++) {
            refs.add(new StepRef(job, number));
        }
        for (int turn = 0; turn < 400 && fixture.verdict(job).isEmpty(); turn++) {
            fixture.at(turn * 10L);
            StepRef ref = refs.get(random.nextInt(3));
            switch (random.nextInt(8)) {
                case 0 -> done(new Command.PauseJob(job));
                case 1, 2 -> done(new Command.ResumeJob(job));
                case 3 -> done(atMost(ref, random.nextInt(5)));
                case 4 -> done(priority(job, random.nextInt(10)));
                case 5 -> fixture.place();
                default -> report(random.nextBoolean() ? session : other, ref, random);
            }
        }
        if (fixture.verdict(job).isEmpty()) {
            done(new Command.ResumeJob(job));
        }
        for (int turn = 0; turn < 400 && fixture.verdict(job).isEmpty(); turn++) {
            fixture.place();
            refs.forEach(ref -> {
                report(session, ref, random);
                report(other, ref, random);
            });
        }
        assertThat(fixture.verdict(job)).contains(Verdict.OK);
    }

    /** What a worker does: it gives back what is marked and not among the first {@code width}, and commits some of the rest. */
    private void report(long by, StepRef ref, Random random) {
        ItemSet items = fixture.lease(by, ref).items();
        if (items.isEmpty()) {
            return;
        }
        ItemSet running = items.lowest(fixture.lease(by, ref).width());
        ItemSet back = fixture.lease(by, ref).unstarted().andNot(running);
        for (PrimitiveIterator.OfInt each = back.iterator(); each.hasNext(); ) {
            fixture.release(by, ref, each.nextInt());
        }
        fixture.ok(by, ref, running.lowest(1 + random.nextInt(4)));
    }
}
