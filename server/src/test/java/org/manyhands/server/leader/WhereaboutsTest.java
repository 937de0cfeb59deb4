package org.manyhands.server.leader;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Role;
import org.manyhands.core.maps.PersistentMap;
import org.manyhands.core.plan.Input;
import org.manyhands.core.plan.Retry;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.Member;
import org.manyhands.core.state.State;
import org.manyhands.server.kit.Applied;
import org.manyhands.wire.Beat;

final class WhereaboutsTest {
    private static final Bytes TREE = Bytes.copyOf(new byte[32]);

    private final Applied fixture = new Applied();
    private final Collection<Beat> beats = new ArrayList<>();
    private final Whereabouts whereabouts = new Whereabouts(() -> beats);
    private PersistentMap<String, Member> members = PersistentMap.empty();

    private long node(String name, Role role, String zone) {
        SortedMap<String, String> labels = zone.isEmpty()
                ? Collections.emptySortedMap()
                : new TreeMap<>(Collections.singletonMap(Whereabouts.ZONE, zone));
        members = members.put(name, new Member(name, role, Bytes.EMPTY, "", List.of()));
        fixture.apply(new Command.OpenSession(name, 1, 1, Collections.emptySortedMap(), labels, Bytes.EMPTY));
        return fixture.state().nodes().at(name).session();
    }

    private void has(long session, Bytes blob) {
        beats.add(Beat.newBuilder()
                .setSession(session)
                .addKept(ByteString.copyFrom(blob.toArray()))
                .build());
    }

    private int distance(long session, long bytes) {
        StepPlan plan = new StepPlan("s", 1, List.of(), Collections.emptySortedMap(), 0, Retry.NONE, 0, 0, Bytes.EMPTY)
                .withInput(Optional.of(new Input(TREE, bytes)));
        State state = fixture.state().withMembers(members);
        return whereabouts.to(state, plan).applyAsInt(state.sessions().at(session));
    }

    private int distance(long session) {
        return distance(session, Whereabouts.INPUT_BYTES_MIN);
    }

    @Test
    void shouldHaveNoDistancesForWhatIsSmall() {
        long far = node("far", Role.WORKER, "b");
        node("control", Role.CONTROL, "a");
        assertThat(distance(far, Whereabouts.INPUT_BYTES_MIN - 1)).isZero();
        assertThat(distance(far)).isPositive();
    }

    @Test
    void shouldFindControlNodesAndTheirZoneNearerThanOthers() {
        long control = node("control", Role.CONTROL, "a");
        long near = node("near", Role.WORKER, "a");
        long far = node("far", Role.WORKER, "b");
        assertThat(distance(near)).isEqualTo(distance(control)).isLessThan(distance(far));
    }

    @Test
    void shouldFindWhoHasItNearerThanAllAndItsZoneNearerThanOthers() {
        long control = node("control", Role.CONTROL, "a");
        long holder = node("holder", Role.WORKER, "b");
        long neighbour = node("neighbour", Role.WORKER, "b");
        long far = node("far", Role.WORKER, "c");
        has(holder, TREE);
        has(far, Bytes.copyOf(new byte[] {1}));
        assertThat(distance(holder)).isLessThan(distance(control));
        assertThat(distance(neighbour)).isEqualTo(distance(control)).isLessThan(distance(far));
    }

    @Test
    void shouldTakeNodesWithoutAZoneForOneZone() {
        node("control", Role.CONTROL, "");
        long without = node("without", Role.WORKER, "");
        long with = node("with", Role.WORKER, "b");
        assertThat(distance(without)).isLessThan(distance(with));
    }
}
