package org.manyhands.link;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.manyhands.wire.Frame;

/**
 * One stream of frames between two nodes, whichever of them opened it. Any number of threads may send; one receives. Bounds: each
 * way has at most {@value #WINDOW_FRAMES} frames that were sent and not received, and the lanes of what waits to be sent.
 */
public final class LinkStream {
    /** How much of a blob or of a body one frame carries at most. */
    public static final int PART_BYTES = 256 << 10;

    static final int WINDOW_FRAMES = 16;

    private final Outbox outbox;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    private sealed interface Received {
        record Told(Frame frame) implements Received {}

        record End() implements Received {}

        record Closed(LinkClosedException reason) implements Received {}
    }

    LinkStream(Transport transport) {
        outbox = new Outbox(transport);
    }

    /** Sends a frame; waits while too much of its kind waits already. */
    public void send(Frame frame) throws LinkClosedException, InterruptedException {
        outbox.put(frame);
    }

    public void send(Frame.Builder frame) throws LinkClosedException, InterruptedException {
        send(frame.build());
    }

    /** The next frame; empty if the other end has said its last word. */
    public Optional<Frame> receive() throws LinkClosedException, InterruptedException {
        return taken(received.take());
    }

    /**
     * As {@link #receive()}, for as long as it may take.
     *
     * @throws LinkClosedException also if nothing is said in time
     */
    public Optional<Frame> receive(Duration limit) throws LinkClosedException, InterruptedException {
        Received next = received.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new LinkClosedException("nothing was said for " + limit.toMillis() + " ms", false);
        }
        return taken(next);
    }

    private Optional<Frame> taken(Received next) throws LinkClosedException {
        return switch (next) {
            case Received.Told(Frame frame) -> {
                outbox.request(1);
                yield Optional.of(frame);
            }
            case Received.End end -> {
                received.add(end);
                yield Optional.empty();
            }
            case Received.Closed closed -> {
                received.add(closed);
                throw new LinkClosedException(
                        String.valueOf(closed.reason().getMessage()),
                        closed.reason().refused());
            }
        };
    }

    /**
     * The next frame, which must be there in time.
     *
     * @throws LinkClosedException also if it is not, or the other end has said its last word
     */
    public Frame expect(Duration limit) throws LinkClosedException, InterruptedException {
        return receive(limit).orElseThrow(() -> new LinkClosedException("the other end said too little", false));
    }

    /** Says the last word from this end; the other one may go on. */
    public void end() {
        outbox.end();
    }

    /** Ends both directions at once. */
    public void close(String sentence) {
        close(new LinkClosedException(sentence, false));
    }

    /** Ends both directions at once, and tells the other end that it need not try again. */
    public void refuse(String sentence) {
        close(new LinkClosedException(sentence, true));
    }

    private void close(LinkClosedException reason) {
        outbox.close(reason);
        received.add(new Received.Closed(reason));
    }

    void begin() {
        outbox.request(WINDOW_FRAMES);
    }

    void ready() {
        outbox.drain();
    }

    void told(Frame frame) {
        received.add(new Received.Told(frame));
    }

    void otherEnded() {
        received.add(new Received.End());
    }

    /** The other end has said all, and hears no more. */
    void over() {
        outbox.closed(new LinkClosedException("the other end has heard enough", false));
        otherEnded();
    }

    void closed(String sentence, boolean refused) {
        LinkClosedException reason = new LinkClosedException(sentence, refused);
        outbox.closed(reason);
        received.add(new Received.Closed(reason));
    }
}
