package org.manyhands.server.link;

import java.io.IOException;
import java.io.InputStream;
import org.manyhands.link.LinkClosedException;
import org.manyhands.link.LinkStream;
import org.manyhands.link.Parts;
import org.manyhands.server.api.Upstream;
import org.manyhands.wire.ApiAnswer;
import org.manyhands.wire.ApiRequest;
import org.manyhands.wire.Frame;

/** Where requests of the API arrive that were made to nodes which cannot answer them. */
final class ApiDesk {
    private static final int BAD_GATEWAY = 502;

    private final Upstream api;

    ApiDesk(Upstream api) {
        this.api = api;
    }

    void answer(LinkStream stream, ApiRequest request) throws LinkClosedException, InterruptedException {
        try {
            Upstream.Answer answer = api.ask(
                    request.getMethod(),
                    request.getTarget(),
                    request.getUser(),
                    request.getBytes(),
                    Parts.receive(stream));
            try (InputStream body = answer.body()) {
                head(stream, answer.status(), answer.contentType());
                Parts.send(stream, body);
            }
        } catch (IOException failed) {
            head(stream, BAD_GATEWAY, "application/json");
        }
    }

    private static void head(LinkStream stream, int status, String type)
            throws LinkClosedException, InterruptedException {
        stream.send(Frame.newBuilder()
                .setAnswer(ApiAnswer.newBuilder().setStatus(status).setContentType(type)));
    }
}
