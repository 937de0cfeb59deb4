package org.manyhands.cli.node;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.manyhands.link.LinkClosedException;
import org.manyhands.link.LinkStream;
import org.manyhands.link.Parts;
import org.manyhands.server.api.Upstream;
import org.manyhands.wire.ApiAnswer;
import org.manyhands.wire.ApiRequest;
import org.manyhands.wire.Frame;
import org.manyhands.worker.link.RemoteLink;
import org.manyhands.worker.run.LinkDownException;

/** Has the control node answer that this one is attached to. */
final class LinkUpstream implements Upstream {
    /** Longer than any request waits for news. */
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(2);

    private static final Duration ATTACHED_LIMIT = Duration.ofSeconds(5);

    private final RemoteLink link;

    LinkUpstream(RemoteLink link) {
        this.link = link;
    }

    @Override
    public Answer ask(String method, String target, String user, long bytes, InputStream body)
            throws IOException, InterruptedException {
        var _ = link.awaitAttached(ATTACHED_LIMIT);
        try {
            LinkStream stream = link.openStream();
            stream.send(Frame.newBuilder()
                    .setRequest(ApiRequest.newBuilder()
                            .setMethod(method)
                            .setTarget(target)
                            .setUser(user)
                            .setBytes(bytes)));
            if (bytes > 0) {
                Parts.send(stream, body);
            }
            stream.end();
            ApiAnswer answer = stream.expect(ANSWER_LIMIT).getAnswer();
            return new Answer(answer.getStatus(), answer.getContentType(), Parts.receive(stream));
        } catch (LinkClosedException | LinkDownException down) {
            throw new IOException("no control node can be reached: " + down.getMessage(), down);
        }
    }
}
