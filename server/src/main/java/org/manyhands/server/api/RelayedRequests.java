package org.manyhands.server.api;

import java.io.IOException;
import java.io.InputStream;

/** Every request, on a node that has no control plane: others answer it. */
final class RelayedRequests implements ApiServer.Family {
    private final Upstream upstream;

    RelayedRequests(Upstream upstream) {
        this.upstream = upstream;
    }

    @Override
    public boolean answer(Request request) throws IOException, ApiException, InterruptedException {
        Upstream.Answer answer;
        try {
            answer = upstream.ask(
                    request.method(),
                    request.target(),
                    request.header(ApiServer.USER_HEADER).orElse("?"),
                    request.bodyBytes(),
                    request.bodyStream());
        } catch (IOException unanswered) {
            throw ApiException.unknown(String.valueOf(unanswered.getMessage()));
        }
        try (InputStream body = answer.body()) {
            request.stream(answer.status(), answer.contentType(), body);
        }
        return true;
    }
}
