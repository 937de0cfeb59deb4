package org.manyhands.core.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.StepBuilder.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.manyhands.core.StepRef;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.kit.Equalities;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;

/** A placer that goes on from state to state says what one says that begins with each. */
class PlacerGoesOnTest {
    private static final int SEEDS = 30;
    private static final int CHANGES = 120;

    /** As if data were anywhere, for some steps. */
    private static final Distances ANYWHERE = new Distances() {
        @Override
        public ToIntFunction<Session> to(State state, StepPlan plan) {
            return session -> matterTo(plan) ? Math.floorMod(session.node().hashCode(), 3) : 0;
        }

        @Override
        public boolean matterTo(StepPlan plan) {
            return plan.template().hashCode() % 4 == 0;
        }
    };

    private final SortedSet<String> decisions = new TreeSet<>();
    private int suspects;
    private int setAside;
    private int shared;

    @Test
    void shouldSayWhatOneSaysThatBeginsAnew() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            goOn(seed);
        }
        assertThat(decisions)
                .as("nothing was left out")
                .contains("Granted", "AllOut", "NodesBusy", "NoNodeFits", "NoNodeMeets", "AtMost", "InUse", "TooLittle")
                .contains("Drained", "BackingOff", "Blocked", "Settled", "Paused", "WaitsAlone");
        assertThat(List.of(suspects, setAside, shared)).doesNotContain(0);
    }

    /** Its session is the same; what changed is what others know of its item. */
    @Test
    void shouldKnowThatAnItemNeedNotRunAloneAnyMore() {
        MachineFixture fixture = new MachineFixture();
        fixture.raise();
        StepRef ref = new StepRef(fixture.submit(step("s", 9).cores(1)), 0);
        for (String node : List.of("a", "b")) {
            long session = fixture.open(node, 1);
            fixture.open("c", 4);
            fixture.granted(session, ref, ItemSet.of(0));
            fixture.died(session, ref, 0);
        }
        Placer placer = new Placer(new Equalities(), Distances.NONE);
        placer.place(fixture.state()).grants().forEach(fixture::apply);
        assertThat(placer.place(fixture.state()).grants()).isEmpty();
        fixture.open("b", 1);
        assertThat(placer.place(fixture.state()).grants()).hasSize(2);
    }

    private void goOn(long seed) {
        Random random = new Random(seed);
        RandomCluster cluster = new RandomCluster(random);
        Placer placer = new Placer(new Equalities(), ANYWHERE);
        List<State> seen = new ArrayList<>();
        for (int change = 0; change < CHANGES; change++) {
            for (int more = random.nextInt(3); more >= 0; more--) {
                cluster.change();
            }
            seen.add(cluster.state());
            // As after a change of leaders: what was proposed is lost.
            State state = random.nextInt(20) == 0 ? seen.get(random.nextInt(seen.size())) : cluster.state();
            Placement placement = placer.place(state);
            assertThat(placement)
                    .as("seed %s, change %s", seed, change)
                    .isEqualTo(Placer.place(state, new Equalities(), ANYWHERE));
            count(state, placement);
            if (state.applied() == cluster.state().applied()) {
                cluster.obey(placement);
            }
        }
    }

    private void count(State state, Placement placement) {
        placement
                .decisions()
                .values()
                .forEach(decision -> decisions.add(decision.getClass().getSimpleName()));
        shared += state.resources().size();
        state.sessions().forEach((id, session) -> setAside += state.setAside(session) ? 1 : 0);
        state.jobs()
                .forEach((id, job) -> job.steps()
                        .forEach(step -> suspects += step.strikes().suspects().isEmpty() ? 0 : 1));
    }
}
