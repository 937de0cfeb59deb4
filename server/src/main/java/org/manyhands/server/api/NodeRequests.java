package org.manyhands.server.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.manyhands.core.state.State;

/** {@code /v1/node}: what this node is, and which nodes it knows. */
final class NodeRequests implements ApiServer.Family {
    private final Api api;

    NodeRequests(Api api) {
        this.api = api;
    }

    @Override
    public boolean answer(Request request) throws IOException {
        if (!request.path().equals(List.of("v1", "node")) || !request.method().equals("GET")) {
            return false;
        }
        State state = api.control().root();
        List<NodeView.SessionView> sessions = new ArrayList<>();
        state.sessions()
                .forEach((id, session) -> sessions.add(new NodeView.SessionView(
                        session.node(), session.boot(), session.silent(), session.inventory())));
        request.json(new NodeView(
                api.node(),
                api.version(),
                Long.toHexString(state.epoch()),
                state.applied(),
                ProcessHandle.current().pid(),
                api.containment(),
                api.inventory(),
                api.storeDamage().get(),
                new Troubles(state, api.control().beats()).all(),
                sessions));
        return true;
    }
}
