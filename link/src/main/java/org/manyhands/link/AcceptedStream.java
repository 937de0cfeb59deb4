package org.manyhands.link;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.manyhands.wire.Frame;

/** The end at which the stream arrived. */
final class AcceptedStream extends ServerCall.Listener<Frame> implements Transport {
    private final ServerCall<Frame, Frame> call;
    private final LinkStream stream = new LinkStream(this);

    AcceptedStream(ServerCall<Frame, Frame> call) {
        this.call = call;
    }

    LinkStream stream() {
        return stream;
    }

    void begin() {
        call.sendHeaders(new Metadata());
        stream.begin();
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
        call.close(Status.OK, new Metadata());
    }

    @Override
    public void close(String sentence, boolean refused) {
        Status status = refused ? Status.PERMISSION_DENIED : Status.UNAVAILABLE;
        call.close(status.withDescription(sentence), new Metadata());
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
    public void onHalfClose() {
        stream.otherEnded();
    }

    @Override
    public void onCancel() {
        stream.closed("the other end went away", false);
    }

    @Override
    public void onComplete() {
        stream.closed("the stream is over", false);
    }
}
