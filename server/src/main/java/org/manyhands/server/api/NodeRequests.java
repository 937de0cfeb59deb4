package org.manyhands.server.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.manyhands.core.state.State;

/** {@code /v1/node}: what this node is, and which nodes it knows. */
final class NodeRequests implements ApiServer.Family {
    private final Api api;

    NodeRequests(Api api) {
        this.api = api;
    }

    /** A node with an open session. */
    public record SessionView(String node, long boot, boolean silent, SortedMap<String, Long> inventory) {}

    /** This node. */
    public record NodeView(
            String node,
            String version,
            String epoch,
            long applied,
            long pid,
            String containment,
            SortedMap<String, Long> inventory,
            List<SessionView> sessions) {}

    @Override
    public boolean answer(Request request) throws IOException {
        if (!request.path().equals(List.of("v1", "node")) || !request.method().equals("GET")) {
            return false;
        }
        State state = api.control().root();
        List<SessionView> sessions = new ArrayList<>();
        state.sessions()
                .forEach((id, session) -> sessions.add(
                        new SessionView(session.node(), session.boot(), session.silent(), session.inventory())));
        request.json(new NodeView(
                api.node(),
                api.version(),
                Long.toHexString(state.epoch()),
                state.applied(),
                ProcessHandle.current().pid(),
                api.containment(),
                api.inventory(),
                sessions));
        return true;
    }
}
