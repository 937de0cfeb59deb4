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
    private final Upstream api;

    ApiDesk(Upstream api) {
        this.api = api;
    }

    void answer(LinkStream stream, ApiRequest request) throws LinkClosedException, InterruptedException {
        try (InputStream body = begin(stream, ask(stream, request))) {
            Parts.send(stream, body);
        } catch (IOException brokeOff) {
            stream.close("the answer broke off: " + brokeOff.getMessage());
        }
    }

    private Upstream.Answer ask(LinkStream stream, ApiRequest request) throws InterruptedException {
        try {
            return api.ask(new Upstream.Question(
                    request.getMethod(),
                    request.getTarget(),
                    request.getUser(),
                    request.getHops(),
                    request.getBytes(),
                    Parts.receive(stream)));
        } catch (IOException failed) {
            return Upstream.Answer.none("the control node could not answer: " + failed.getMessage());
        }
    }

    private static InputStream begin(LinkStream stream, Upstream.Answer answer)
            throws LinkClosedException, InterruptedException {
        stream.send(Frame.newBuilder()
                .setAnswer(ApiAnswer.newBuilder().setStatus(answer.status()).setContentType(answer.contentType())));
        return answer.body();
    }
}
