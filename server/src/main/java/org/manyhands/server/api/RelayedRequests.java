package org.manyhands.server.api;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.manyhands.server.control.Control;

/**
 * Requests that come to a node which cannot answer them: others do. A node without a control plane answers none; a control node those
 * that come while it leads, after it made sure that it does, so that nobody is answered from what was true before.
 */
final class RelayedRequests implements ApiServer.Family {
    /** What was passed on more often goes in circles: nobody knows who leads. */
    private static final long HOPS_MAX = 3;

    private static final Duration SURE_LIMIT = Duration.ofSeconds(3);

    private final Optional<Control> control;
    private final Upstream upstream;

    /** @param control of this node; empty: it has none */
    RelayedRequests(Optional<Control> control, Upstream upstream) {
        this.control = control;
        this.upstream = upstream;
    }

    @Override
    public boolean answer(Request request) throws IOException, ApiException, InterruptedException {
        if (control.isPresent() && control.get().leads()) {
            makeSure(control.get());
            return false;
        }
        relay(request);
        return true;
    }

    private static void makeSure(Control control) throws ApiException, InterruptedException {
        try {
            var _ = control.linearizable(SURE_LIMIT);
        } catch (TimeoutException alone) {
            throw ApiException.unknown(
                    "this control node does not hear a majority of the control nodes: " + alone.getMessage());
        }
    }

    private void relay(Request request) throws IOException, ApiException, InterruptedException {
        long hops = request.hops();
        if (hops >= HOPS_MAX) {
            throw ApiException.unknown("no control node leads");
        }
        Upstream.Answer answer;
        try {
            answer = upstream.ask(new Upstream.Question(
                    request.method(),
                    request.target(),
                    request.header(ApiServer.USER_HEADER).orElse("?"),
                    (int) hops + 1,
                    request.bodyBytes(),
                    request.bodyStream()));
        } catch (IOException unanswered) {
            throw ApiException.unknown(String.valueOf(unanswered.getMessage()));
        }
        try (InputStream body = answer.body()) {
            request.stream(answer.status(), answer.contentType(), body);
        }
    }
}
