package org.manyhands.core.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.MachineFixture.cores;
import static org.manyhands.core.kit.MachineFixture.opening;
import static org.manyhands.core.kit.MachineFixture.part;
import static org.manyhands.core.kit.StepBuilder.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.manyhands.core.StepRef;
import org.manyhands.core.codec.Codec;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Where;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.kit.Equalities;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.kit.StepBuilder;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Node;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;

/**
 * Random clusters under random jobs: the kit fails at the first grant that the machine refuses, and at the first broken
 * invariant; in the end every job is decided, so nothing starved.
 */
class PlacerPropertyTest {
    private static final int STEPS = 120;
    private static final int STEPS_TO_FINISH_MAX = 5_000;

    private final Codec<State> codec = Codec.of(State.class);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldBeObeyedAndStarveNobody(long seed) {
        Random random = new Random(seed);
        MachineFixture fixture = new MachineFixture();
        fixture.raise();
        for (int node = 0; node < 3; node++) {
            boot(fixture, random, node, 1);
        }
        long boot = 1;
        for (int i = 0; i < STEPS; i++) {
            fixture.at(fixture.state().ticks() + random.nextInt(400));
            switch (random.nextInt(12)) {
                case 0, 1 -> submit(fixture, random);
                case 2 -> boot(fixture, random, random.nextInt(5), ++boot);
                case 3 -> change(fixture, random);
                default -> report(fixture, random);
            }
            placeTwice(fixture);
        }
        finish(fixture, random, ++boot);
    }

    private void finish(MachineFixture fixture, Random random, long boot) {
        for (int node = 0; node < 5; node++) {
            fixture.opened(opening("node" + node, boot, 1, cores(4)));
        }
        int steps = 0;
        while (fixture.state().jobs().values().stream().anyMatch(job -> !job.decided())) {
            assertThat(steps++)
                    .as(
                            "decisions about what is not done: %s",
                            fixture.placement().decisions())
                    .isLessThan(STEPS_TO_FINISH_MAX);
            fixture.at(fixture.state().ticks() + 500).pass(1);
            report(fixture, random);
            fixture.place();
        }
    }

    /** Also what a replica that restored the state would decide. */
    private void placeTwice(MachineFixture fixture) {
        Placement placement = fixture.placement();
        assertThat(Placer.place(codec.decode(codec.encode(fixture.state())), new Equalities(), Distances.NONE))
                .isEqualTo(placement);
        fixture.place();
    }

    private static long before(MachineFixture fixture, String node) {
        return fixture.state().nodes().get(node).map(Node::session).orElse(0L);
    }

    /** The life before it died while it was running something, or so it seemed. */
    private static void boot(MachineFixture fixture, Random random, int node, long boot) {
        SortedMap<StepRef, ItemSet> ran = new TreeMap<>();
        fixture.state().sessions().values().stream()
                .filter(session -> session.node().equals("node" + node) && random.nextInt(4) > 0)
                .forEach(session -> session.leases()
                        .forEach((ref, lease) -> ran.put(ref, lease.items().lowest(random.nextInt(4)))));
        fixture.opened(opening("node" + node, boot, 1, cores(random.nextInt(1, 5)))
                .after(before(fixture, "node" + node), ran));
    }

    private static void submit(MachineFixture fixture, Random random) {
        long items = random.nextInt(40);
        List<StepBuilder> steps = new ArrayList<>();
        for (int number = 0; number < random.nextInt(1, 4); number++) {
            StepBuilder step = step("step" + number, items)
                    .cores(random.nextInt(4))
                    .atMost(random.nextInt(4))
                    .retry(random.nextInt(4), random.nextInt(3) * 300L)
                    .stopAfter(random.nextInt(20) == 0 ? 2 : 0)
                    .lostAfter(random.nextInt(2) * 60_000L);
            steps.add(number == 0 ? step : random.nextBoolean() ? step.each(number - 1) : step.all(number - 1));
        }
        fixture.submit(random.nextInt(3), steps.toArray(StepBuilder[]::new));
    }

    private static void change(MachineFixture fixture, Random random) {
        List<Session> sessions = fixture.state().sessions().values();
        List<Job> jobs = fixture.state().jobs().values();
        if (random.nextBoolean() && sessions.size() > 1) {
            fixture.end(sessions.get(random.nextInt(sessions.size())).id(), random.nextBoolean());
        } else if (!jobs.isEmpty()) {
            long job = jobs.get(random.nextInt(jobs.size())).id();
            fixture.apply(
                    random.nextBoolean()
                            ? new Command.CancelJob(job, "")
                            : new Command.RetryItems(job, new Where.Items(0, ItemSet.range(0, random.nextInt(40)))));
        }
    }

    private static void report(MachineFixture fixture, Random random) {
        for (Session session : fixture.state().sessions().values()) {
            for (PersistentMap.Entry<StepRef, Lease> entry : session.leases()) {
                ItemSet some = entry.value().items().lowest(random.nextInt(4));
                ItemSet failed = ItemSet.of(
                        some.stream().filter(item -> random.nextInt(3) == 0).toArray());
                if (random.nextInt(10) == 0) {
                    fixture.release(session.id(), entry.key(), some.stream().toArray());
                } else {
                    fixture.commit(session.id(), part(entry.key(), some.andNot(failed), failed));
                }
            }
        }
    }
}
