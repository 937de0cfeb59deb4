package org.manyhands.server.leader;

import com.google.protobuf.ByteString;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.manyhands.core.command.Role;
import org.manyhands.core.place.Distances;
import org.manyhands.core.plan.Input;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.Labels;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.wire.Beat;

/**
 * Where inputs are, as far as beats tell: at nodes that have them ready; else in the zones of those and of the control nodes, which
 * have everything; else far away. Nodes without a zone are in one zone.
 */
public final class Whereabouts implements Distances {
    /** The label that says in which zone a node is. */
    public static final String ZONE = "zone";

    /** Smaller inputs are brought before anybody could have thought about where they are. */
    public static final long INPUT_BYTES_MIN = 1 << 20;

    private static final int HERE = 0;
    private static final int SAME_ZONE = 1;
    private static final int FAR = 2;

    private final Supplier<Collection<Beat>> beats;

    /** @param beats the last one of each session */
    public Whereabouts(Supplier<Collection<Beat>> beats) {
        this.beats = beats;
    }

    @Override
    public ToIntFunction<Session> to(State state, StepPlan plan) {
        return input(plan).map(input -> to(state, input)).orElse(_ -> HERE);
    }

    @Override
    public boolean matterTo(StepPlan plan) {
        return input(plan).isPresent();
    }

    private static Optional<Input> input(StepPlan plan) {
        return plan.input().filter(input -> input.bytes() >= INPUT_BYTES_MIN);
    }

    private ToIntFunction<Session> to(State state, Input input) {
        Set<Long> holders = holders(input);
        Set<String> zones = new HashSet<>();
        state.sessions().forEach((id, session) -> {
            if (holders.contains(id) || isControl(state, session)) {
                zones.add(zone(state, session));
            }
        });
        return session ->
                holders.contains(session.id()) ? HERE : zones.contains(zone(state, session)) ? SAME_ZONE : FAR;
    }

    private Set<Long> holders(Input input) {
        ByteString blob = ByteString.copyFrom(input.blob().toArray());
        Set<Long> holders = new HashSet<>();
        for (Beat beat : beats.get()) {
            if (beat.getKeptList().contains(blob)) {
                holders.add(beat.getSession());
            }
        }
        return holders;
    }

    /** Before there are members, the one node is. */
    private static boolean isControl(State state, Session session) {
        return state.members().isEmpty()
                || state.members()
                        .get(session.node())
                        .filter(member -> member.role() == Role.CONTROL)
                        .isPresent();
    }

    private static String zone(State state, Session session) {
        return Labels.of(state, session).getOrDefault(ZONE, "");
    }
}
