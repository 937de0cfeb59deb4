package org.manyhands.core.place;

import static org.manyhands.core.kit.MachineFixture.part;
import static org.manyhands.core.kit.StepBuilder.step;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.ReleasePart;
import org.manyhands.core.command.Where;
import org.manyhands.core.items.ItemSet;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.kit.StepBuilder;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Lease;
import org.manyhands.core.state.Node;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;

/** A cluster to which everything happens that can matter to a placer. On its first node nearly everything fails. */
final class RandomCluster {
    private static final int NODES = 6;
    private static final int ITEMS_MAX = 60;
    private static final List<String> ZONES = List.of("eu", "us");
    private static final List<String> PLACES = List.of("", "", "", "zone=eu", "zone=us", "node=node1", "zone=mars");
    private static final List<String> SPREADS = List.of("", "", "zone", "node");

    private final MachineFixture fixture = new MachineFixture();
    private final Random random;
    private long boot = 1;

    RandomCluster(Random random) {
        this.random = random;
        fixture.raise();
        for (int node = 0; node < NODES / 2; node++) {
            boot(node);
        }
    }

    State state() {
        return fixture.state();
    }

    /** Something happens. */
    void change() {
        if (random.nextInt(3) == 0) {
            fixture.at(state().ticks() + random.nextInt(random.nextInt(10) == 0 ? 20_000 : 400));
        }
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> submit();
            case 3 -> boot(random.nextInt(NODES));
            case 4 -> end();
            case 5 -> changeNode("node" + random.nextInt(NODES));
            case 6 -> changeResources();
            case 7, 8 -> any(state().jobs().values()).ifPresent(this::changeJob);
            default -> any(state().sessions().values()).ifPresent(this::report);
        }
    }

    /** What was placed is applied; not all of it, if an entry was too small or came too late. */
    void obey(Placement placement) {
        placement.revokes().forEach(fixture::apply);
        int grants =
                random.nextInt(4) == 0 ? random.nextInt(3) : placement.grants().size();
        placement.grants().stream().limit(grants).forEach(fixture::apply);
        fixture.pass(1);
    }

    private <T> Optional<T> any(List<T> some) {
        return some.isEmpty() ? Optional.empty() : Optional.of(some.get(random.nextInt(some.size())));
    }

    private void boot(int number) {
        String node = "node" + number;
        SortedMap<String, Long> inventory = MachineFixture.cores(random.nextInt(1, 6));
        inventory.put("gpu", random.nextInt(3) * 1_000L);
        SortedMap<String, String> labels =
                new TreeMap<>(Collections.singletonMap("zone", ZONES.get(random.nextInt(ZONES.size()))));
        Optional<Node> known = state().nodes().get(node);
        long before = known.map(Node::session).orElse(0L);
        boot++;
        // The same life again, if it was only cut off.
        long life = random.nextInt(3) == 0 ? known.map(Node::boot).orElse(boot) : boot;
        fixture.apply(new Command.OpenSession(node, life, 1, inventory, labels, Bytes.EMPTY)
                .after(before, state().sessions().get(before).map(this::ran).orElse(Collections.emptySortedMap())));
    }

    private SortedMap<StepRef, ItemSet> ran(Session session) {
        SortedMap<StepRef, ItemSet> ran = new TreeMap<>();
        session.leases().forEach((ref, lease) -> ran.put(ref, lease.items().lowest(random.nextInt(3))));
        return ran;
    }

    private void end() {
        any(state().sessions().values())
                .filter(_ -> state().sessions().size() > 1)
                .ifPresent(session -> fixture.apply(new Command.EndSession(
                        session.id(), random.nextBoolean(), "silent", session.openedApplied(), ran(session))));
    }

    private void submit() {
        List<StepPlan> steps = new ArrayList<>();
        long items = random.nextInt(ITEMS_MAX);
        for (int number = 0; number < random.nextInt(1, 4); number++) {
            StepBuilder step = step("step" + number, items)
                    .cores(random.nextInt(4))
                    .demand("gpu", random.nextInt(5) == 0 ? 1_000 : 0)
                    .demand("licence", random.nextInt(4) == 0 ? 1_000 : 0)
                    .atMost(random.nextInt(3) == 0 ? random.nextInt(1, 5) : 0)
                    .retry(random.nextInt(6), random.nextInt(3) * 300L)
                    .lostAfter(random.nextInt(2) * 60_000L)
                    .where(PLACES.get(random.nextInt(PLACES.size())))
                    .spread(SPREADS.get(random.nextInt(SPREADS.size())))
                    .template(Bytes.copyOf(new byte[] {(byte) random.nextInt(4)}));
            steps.add(
                    (number == 0 ? step : random.nextBoolean() ? step.each(number - 1) : step.all(number - 1)).build());
        }
        String owner = random.nextBoolean() ? "anna" : "bert";
        fixture.apply(new Command.SubmitJob(
                fixture.key(), state().applied(), new Plan("job", steps, random.nextInt(2), Optional.empty(), owner)));
    }

    private void changeNode(String node) {
        fixture.apply(
                switch (random.nextInt(5)) {
                    case 0 -> new Command.DrainNode(node, "", random.nextInt(3) * 1_000L);
                    case 1, 2 -> new Command.ResumeNode(node);
                    case 3 ->
                        new Command.LabelNode(
                                node,
                                new TreeMap<>(Collections.singletonMap("zone", random.nextBoolean() ? "eu" : "us")),
                                List.of());
                    default -> new Command.LabelNode(node, Collections.emptySortedMap(), List.of("zone"));
                });
    }

    private void changeResources() {
        fixture.apply(
                random.nextInt(4) == 0
                        ? new Command.RemoveResource("licence")
                        : new Command.SetResource("licence", random.nextInt(6) * 1_000L));
    }

    private void changeJob(Job job) {
        fixture.apply(
                switch (random.nextInt(7)) {
                    case 0 -> new Command.CancelJob(job.id(), "");
                    case 1 -> new Command.PauseJob(job.id());
                    case 2, 3 -> new Command.ResumeJob(job.id());
                    case 4 ->
                        new Command.SetJob(
                                job.id(),
                                Optional.of(random.nextInt(3)),
                                new TreeMap<>(Collections.singletonMap(0, random.nextInt(4))));
                    case 5 -> new Command.RemoveJob(job.id());
                    default ->
                        new Command.RetryItems(
                                job.id(), new Where.Items(0, ItemSet.range(0, random.nextInt(ITEMS_MAX))));
                });
    }

    private void report(Session session) {
        for (PersistentMap.Entry<StepRef, Lease> entry : session.leases()) {
            ItemSet some = entry.value().items().lowest(random.nextInt(8));
            int failing = session.node().equals("node0") ? 9 : 1;
            ItemSet failed = ItemSet.of(
                    some.stream().filter(item -> random.nextInt(10) < failing).toArray());
            if (random.nextInt(10) == 0) {
                release(session.id(), List.of(new ReleasePart(entry.key(), some)), random.nextInt(10) == 0);
            } else {
                fixture.commit(session.id(), part(entry.key(), some.andNot(failed), failed));
            }
        }
    }

    private void release(long session, List<ReleasePart> parts, boolean leaving) {
        state().sessions()
                .get(session)
                .ifPresent(now -> fixture.apply(new Command.Release(session, now.nextSeq(), parts, leaving)));
    }
}
