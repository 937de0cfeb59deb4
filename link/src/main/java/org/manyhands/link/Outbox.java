package org.manyhands.link;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.manyhands.wire.Frame;

/**
 * What waits to be sent on one stream. Concurrency: one lock, around every use of the transport too; it is held for no longer than
 * gRPC takes to buffer what it said it is ready for.
 */
final class Outbox {
    private final Transport transport;
    private final Map<Lane, Queue<Frame>> lanes = new EnumMap<>(Lane.class);
    private boolean ending;
    private boolean ended;
    private @Nullable LinkClosedException closed;

    Outbox(Transport transport) {
        this.transport = transport;
        for (Lane lane : Lane.values()) {
            lanes.put(lane, new ArrayDeque<>());
        }
    }

    private Queue<Frame> lane(Lane lane) {
        return Objects.requireNonNull(lanes.get(lane));
    }

    /** Waits for room and takes a frame. */
    synchronized void put(Frame frame) throws LinkClosedException, InterruptedException {
        Lane lane = Lane.of(frame);
        while (closed == null && !ending && lane(lane).size() >= lane.framesMax()) {
            wait();
        }
        if (closed != null) {
            throw new LinkClosedException(String.valueOf(closed.getMessage()), closed.refused());
        }
        if (ending) {
            throw new LinkClosedException("this end has said its last word on this stream", false);
        }
        lane(lane).add(frame);
        drain();
    }

    /** Nothing is put any more; what waits still goes. */
    synchronized void end() {
        ending = true;
        drain();
    }

    /** The transport may be ready again. */
    synchronized void drain() {
        if (closed != null || ended) {
            return;
        }
        Optional<Queue<Frame>> next = next();
        while (next.isPresent() && transport.ready()) {
            transport.send(next.get().remove());
            next = next();
        }
        if (ending && next.isEmpty()) {
            ended = true;
            transport.end();
        }
        notifyAll();
    }

    private Optional<Queue<Frame>> next() {
        return lanes.values().stream().filter(lane -> !lane.isEmpty()).findFirst();
    }

    synchronized void request(int frames) {
        if (closed == null) {
            transport.request(frames);
        }
    }

    /** Closes the stream from this end, unless it is closed. */
    synchronized void close(LinkClosedException reason) {
        if (closed == null && !ended) {
            transport.close(String.valueOf(reason.getMessage()), reason.refused());
        }
        closed(reason);
    }

    /** The stream is closed. */
    synchronized void closed(LinkClosedException reason) {
        if (closed == null) {
            closed = reason;
        }
        lanes.values().forEach(Queue::clear);
        notifyAll();
    }
}
