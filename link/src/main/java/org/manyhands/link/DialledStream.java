package org.manyhands.link;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import org.manyhands.wire.Frame;

/** The end that opened the stream. */
final class DialledStream extends ClientCall.Listener<Frame> implements Transport {
    /** How gRPC says that {@link LinkChannel#close} was called. */
    private static final String CLOSED_HERE = "Channel shutdownNow invoked";

    private final ClientCall<Frame, Frame> call;
    private final LinkStream stream = new LinkStream(this);

    private DialledStream(ClientCall<Frame, Frame> call) {
        this.call = call;
    }

    static LinkStream open(ClientCall<Frame, Frame> call) {
        DialledStream opened = new DialledStream(call);
        call.start(opened, new Metadata());
        opened.stream.begin();
        return opened.stream;
    }

    @Override
    public boolean ready() {
        return call.isReady();
    }

    @Override
    public void send(Frame frame) {
        call.sendMessage(frame);
    }

    @Override
    public void request(int frames) {
        call.request(frames);
    }

    @Override
    public void end() {
        call.halfClose();
    }

    @Override
    public void close(String sentence, boolean refused) {
        call.cancel(sentence, null);
    }

    @Override
    public void onReady() {
        stream.ready();
    }

    @Override
    public void onMessage(Frame frame) {
        stream.told(frame);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        if (status.isOk()) {
            stream.over();
        } else {
            stream.closed(sentence(status), status.getCode() == Status.Code.PERMISSION_DENIED);
        }
    }

    /** As the other end said it, or what keeps us from reaching it. */
    private static String sentence(Status status) {
        Throwable cause = status.getCause();
        if (CLOSED_HERE.equals(status.getDescription())) {
            return "this node gave the connection up";
        }
        if (cause == null) {
            return status.getDescription() == null ? status.getCode().name() : status.getDescription();
        }
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
