package org.manyhands.server.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.manyhands.core.codec.Codec;
import org.manyhands.core.state.Drain;
import org.manyhands.core.state.Labels;
import org.manyhands.core.state.Session;
import org.manyhands.core.state.State;
import org.manyhands.core.state.Usage;
import org.manyhands.server.blob.Repair;
import org.manyhands.server.identity.LogNames;
import org.manyhands.server.where.Expressions;
import org.manyhands.wire.Beat;

/** {@code /v1/node}: what this node is, and which nodes it knows; {@code /v1/state}: what the replicated state is. */
final class NodeRequests implements ApiServer.Family {
    private static final Codec<State> STATES = Codec.of(State.class);

    private final Api api;

    NodeRequests(Api api) {
        this.api = api;
    }

    @Override
    public boolean answer(Request request) throws IOException, ApiException {
        if (request.path().size() != 2
                || !request.path().getFirst().equals("v1")
                || !request.method().equals("GET")) {
            return false;
        }
        State state = api.control().root();
        return switch (request.path().getLast()) {
            case "node" -> node(request, state);
            case "state" -> {
                request.json(new StateView(state.applied(), state.level(), STATES.encode(state).length));
                yield true;
            }
            default -> false;
        };
    }

    /** With {@code where}, only the nodes that meet that condition. */
    private boolean node(Request request, State state) throws IOException, ApiException {
        Predicate<Session> wanted = wanted(request, state);
        SortedSet<String> voters = api.voters().get();
        List<NodeView.SessionView> sessions = new ArrayList<>();
        List<Beat> beats = api.control().beats();
        Troubles troubles = new Troubles(state, beats);
        Map<Long, Beat> bySession = beats.stream().collect(Collectors.toMap(Beat::getSession, Function.identity()));
        state.sessions().values().stream()
                .filter(wanted)
                .forEach(session -> sessions.add(view(
                        state, session, troubles, bySession.getOrDefault(session.id(), Beat.getDefaultInstance()))));
        request.json(new NodeView(
                api.node(),
                api.version(),
                Long.toHexString(state.epoch()),
                state.applied(),
                ProcessHandle.current().pid(),
                api.containment(),
                api.inventory(),
                api.storeDamage().get(),
                api.copies().get().map(NodeRequests::view).orElse(NodeView.CopiesView.NONE),
                sessions,
                state.members().values().stream()
                        .map(member -> new NodeView.MemberView(
                                member.name(), member.role().word(), voters.contains(LogNames.of(member))))
                        .toList()));
        return true;
    }

    private Predicate<Session> wanted(Request request, State state) throws ApiException {
        Optional<String> where = request.parameter("where");
        if (where.isEmpty()) {
            return _ -> true;
        }
        Expressions expressions = api.control().expressions();
        Optional<String> complaint = expressions.complaint(where.get());
        if (complaint.isPresent()) {
            throw ApiException.badRequest("--where is \"" + where.get() + "\", and " + complaint.get());
        }
        return session -> expressions.holds(where.get(), session.node(), Labels.of(state, session));
    }

    private static NodeView.CopiesView view(Repair.Survey survey) {
        return new NodeView.CopiesView(
                survey.wallMillis(),
                survey.stores(),
                survey.silent(),
                survey.wanted(),
                survey.blobs(),
                survey.thin(),
                survey.lost().size());
    }

    private static NodeView.TripView trip(Beat.Trip trip) {
        return new NodeView.TripView(
                trip.getMicros(), trip.getJitterMicros(), trip.getClockOffsetMillis(), trip.getClockErrorMillis());
    }

    private static NodeView.DrainView view(State state, Drain drain) {
        long left = drain.endTicks() == Drain.NEVER ? -1 : Math.max(0, drain.endTicks() - state.ticks());
        return new NodeView.DrainView(drain.by(), drain.reason(), drain.sinceWallMillis(), left);
    }

    private static NodeView.HealthView suspected(State state, Session session) {
        long left = state.setAside(session) ? session.health().asideUntilTicks() - state.ticks() : 0;
        return new NodeView.HealthView(session.health().sentence(), left);
    }

    private static NodeView.SessionView view(State state, Session session, Troubles troubles, Beat beat) {
        long[] held = {0};
        session.leases().forEach((step, lease) -> held[0] += lease.items().size());
        return new NodeView.SessionView(
                session.node(),
                session.boot(),
                session.silent(),
                session.inventory(),
                Usage.of(state, session),
                Labels.of(state, session),
                held[0],
                session.leaving(),
                state.drain(session).map(drain -> view(state, drain)).orElse(NodeView.DrainView.NONE),
                troubles.of(session),
                beat.hasTrip() ? trip(beat.getTrip()) : NodeView.TripView.NONE,
                beat.getVia(),
                new NodeView.InputsView(beat.getKeptCount(), beat.getGivenBytes()),
                List.copyOf(Labels.given(state, session.node()).keySet()),
                session.health().onTrial() ? suspected(state, session) : NodeView.HealthView.GOOD);
    }
}
