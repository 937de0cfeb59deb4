package org.manyhands.server.link;

import java.io.IOException;
import java.time.Duration;
import org.manyhands.link.LinkClosedException;
import org.manyhands.link.LinkStream;
import org.manyhands.link.Parts;
import org.manyhands.server.api.Upstream;
import org.manyhands.wire.ApiAnswer;
import org.manyhands.wire.ApiRequest;
import org.manyhands.wire.Frame;

/** Has another node answer, over a link. */
public final class LinkUpstream implements Upstream {
    /** Longer than any request waits for news. */
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(2);

    private final Opener opener;

    /** Opens a stream to the node that is to answer. */
    @FunctionalInterface
    public interface Opener {
        LinkStream open() throws IOException, InterruptedException;
    }

    public LinkUpstream(Opener opener) {
        this.opener = opener;
    }

    @Override
    public Answer ask(Question question) throws IOException, InterruptedException {
        LinkStream stream = opener.open();
        try {
            stream.send(Frame.newBuilder()
                    .setRequest(ApiRequest.newBuilder()
                            .setMethod(question.method())
                            .setTarget(question.target())
                            .setUser(question.user())
                            .setHops(question.hops())
                            .setBytes(question.bytes())));
            if (question.bytes() > 0) {
                Parts.send(stream, question.body());
            }
            stream.end();
            ApiAnswer answer = stream.expect(ANSWER_LIMIT).getAnswer();
            return new Answer(answer.getStatus(), answer.getContentType(), Parts.receive(stream));
        } catch (LinkClosedException down) {
            throw new IOException("no control node can be reached: " + down.getMessage(), down);
        }
    }
}
