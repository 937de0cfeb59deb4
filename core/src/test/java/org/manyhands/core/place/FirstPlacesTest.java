package org.manyhands.core.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.manyhands.core.kit.StepBuilder.step;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.manyhands.core.Bytes;
import org.manyhands.core.StepRef;
import org.manyhands.core.command.Command;
import org.manyhands.core.kit.Equalities;
import org.manyhands.core.kit.MachineFixture;
import org.manyhands.core.kit.StepBuilder;
import org.manyhands.core.state.Lease;

final class FirstPlacesTest {
    private final MachineFixture fixture = new MachineFixture();

    private void opened(String node, long cores, String zone) {
        SortedMap<String, String> labels = new TreeMap<>(Collections.singletonMap("zone", zone));
        fixture.opened(new Command.OpenSession(node, 1, 1, MachineFixture.cores(cores), labels, Bytes.EMPTY));
    }

    private StepRef submit(StepBuilder step) {
        return new StepRef(fixture.submit(step.cores(1)), 0);
    }

    /** How many tasks of the step run on each node, after one pass. */
    private Map<String, Integer> placed(StepRef ref, Map<String, Integer> distances) {
        Distances known = (state, plan) -> session -> distances.getOrDefault(session.node(), 0);
        Placer.place(fixture.state(), new Equalities(), known).grants().forEach(fixture::apply);
        Map<String, Integer> running = new TreeMap<>();
        fixture.state()
                .sessions()
                .forEach((id, session) -> session.leases()
                        .get(ref)
                        .map(Lease::used)
                        .filter(used -> used > 0)
                        .ifPresent(used -> running.put(session.node(), (int) (long) used)));
        return running;
    }

    @Test
    void shouldGiveEachZoneAsManyWhereThereIsRoom() {
        opened("a1", 4, "a");
        opened("a2", 4, "a");
        opened("a3", 4, "a");
        opened("b1", 4, "b");
        assertThat(placed(submit(step("s", 6).spread("zone")), Map.of()))
                .isEqualTo(Map.of("a1", 1, "a2", 1, "a3", 1, "b1", 3));
    }

    @Test
    void shouldLeaveNoPlaceIdleToSpread() {
        opened("a1", 6, "a");
        opened("b1", 2, "b");
        assertThat(placed(submit(step("s", 8).spread("zone")), Map.of())).isEqualTo(Map.of("a1", 6, "b1", 2));
    }

    @Test
    void shouldSpreadOverNodesWhateverTheirSize() {
        opened("large", 20, "a");
        opened("small", 3, "a");
        assertThat(placed(submit(step("s", 6).spread("node")), Map.of())).isEqualTo(Map.of("large", 3, "small", 3));
    }

    @Test
    void shouldSpreadWhatComesLaterByWhatRunsAlready() {
        opened("a1", 4, "a");
        StepRef ref = submit(step("s", 40).spread("zone").atMost(2));
        assertThat(placed(ref, Map.of())).isEqualTo(Map.of("a1", 2));
        opened("b1", 4, "b");
        fixture.apply(new Command.SetJob(
                ref.job(), Optional.empty(), new TreeMap<>(Collections.singletonMap(ref.step(), 4))));
        assertThat(placed(ref, Map.of())).isEqualTo(Map.of("a1", 2, "b1", 2));
    }

    @Test
    void shouldStartTheNearestFirstAndTheFarthestLast() {
        opened("far", 8, "a");
        opened("here", 2, "a");
        opened("near", 2, "a");
        Map<String, Integer> distances = Map.of("far", 2, "near", 1);
        StepRef few = submit(step("s", 2));
        assertThat(placed(few, distances)).isEqualTo(Map.of("here", 2));
        StepRef more = submit(step("s", 3));
        assertThat(placed(more, distances)).isEqualTo(Map.of("near", 2, "far", 1));
    }

    @Test
    void shouldKeepFarNodesBusyToo() {
        opened("far", 4, "a");
        opened("here", 4, "a");
        assertThat(placed(submit(step("s", 100)), Map.of("far", 2))).isEqualTo(Map.of("far", 4, "here", 4));
    }

    @Test
    void shouldRatherSpreadThanStayNear() {
        opened("a1", 4, "a");
        opened("b1", 4, "b");
        assertThat(placed(submit(step("s", 4).spread("zone")), Map.of("b1", 2))).isEqualTo(Map.of("a1", 2, "b1", 2));
    }

    @Test
    void shouldCountWhatWaitsOnANodeAsItsOwn() {
        opened("a1", 2, "a");
        opened("a2", 2, "a");
        StepRef ref = submit(step("s", 9).spread("node"));
        assertThat(placed(ref, Map.of())).isEqualTo(Map.of("a1", 2, "a2", 2));
        assertThat(fixture.state().jobs().at(ref.job()).ready(0).size()).isLessThan(6);
    }
}
