package org.manyhands.worker.link;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.manyhands.link.Endpoint;
import org.manyhands.link.LinkChannel;
import org.manyhands.link.LinkClosedException;
import org.manyhands.link.LinkStream;
import org.manyhands.link.NodeCredentials;
import org.manyhands.wire.Frame;
import org.manyhands.wire.Holding;

/**
 * A worker's connection to one control node, while it lasts. Blobs have a connection of their own, so that nothing of them can
 * keep a commit or a beat waiting. Safe for concurrent use.
 */
final class Attachment implements AutoCloseable {
    private final Endpoint to;
    private final LinkChannel channel;
    private final LinkChannel bulk;
    private final LinkStream stream;
    private final AtomicLong calls = new AtomicLong();
    private final Map<Long, CompletableFuture<Frame>> asked = new ConcurrentHashMap<>();
    private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
    private volatile @Nullable LinkClosedException closed;
    private volatile boolean left;

    /** What came without having been asked for. */
    sealed interface Order {
        record Hold(Holding holding) implements Order {}

        record Over(long session) implements Order {}

        record Down(LinkClosedException reason) implements Order {}
    }

    Attachment(Endpoint to, NodeCredentials own) {
        this.to = to;
        channel = LinkChannel.of(to, own);
        bulk = LinkChannel.of(to, own);
        stream = channel.open();
        Thread.ofVirtual().name("link " + to).start(this::listen);
    }

    Endpoint to() {
        return to;
    }

    boolean alive() {
        return closed == null;
    }

    private void listen() {
        try {
            Optional<Frame> next = stream.receive();
            while (next.isPresent()) {
                take(next.get());
                next = stream.receive();
            }
            down(new LinkClosedException(to + " closed the link", false));
        } catch (LinkClosedException over) {
            down(over);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Frame frame) {
        if (frame.getCall() != 0) {
            CompletableFuture<Frame> waiting = asked.remove(frame.getCall());
            if (waiting != null) {
                waiting.complete(frame);
            }
        } else if (frame.hasHolding()) {
            orders.removeIf(Order.Hold.class::isInstance);
            orders.add(new Order.Hold(frame.getHolding()));
        } else if (frame.hasOver()) {
            orders.add(new Order.Over(frame.getOver().getSession()));
        }
    }

    private void down(LinkClosedException reason) {
        closed = reason;
        orders.add(new Order.Down(reason));
        asked.values().forEach(each -> each.completeExceptionally(reason));
        asked.clear();
    }

    /** The next that came without having been asked for. */
    Order nextOrder() throws InterruptedException {
        return orders.take();
    }

    /**
     * Asks, and waits for the answer.
     *
     * @throws LinkClosedException also if there is none in time; the connection is closed then, as its other end may stand still
     */
    Frame ask(Frame.Builder question, Duration limit) throws LinkClosedException, InterruptedException {
        long call = calls.incrementAndGet();
        CompletableFuture<Frame> answer = new CompletableFuture<>();
        asked.put(call, answer);
        LinkClosedException over = closed;
        if (over != null) {
            throw over;
        }
        stream.send(question.setCall(call));
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            String sentence = to + " did not answer within " + limit.toMillis() + " ms";
            stream.close(sentence);
            throw new LinkClosedException(sentence, false);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof LinkClosedException reason
                    ? reason
                    : new LinkClosedException(String.valueOf(failed.getCause()), false);
        } finally {
            asked.remove(call);
        }
    }

    /** Ends the link, and no stream for a blob: what is on its way comes to its end. */
    void leave() {
        left = true;
        stream.close("this node attaches anew");
        channel.leave();
        bulk.leave();
    }

    /** Whether it was left in order. */
    boolean left() {
        return left;
    }

    /** A stream for one blob. */
    LinkStream openBulk() {
        return bulk.open();
    }

    @Override
    public void close() {
        stream.close("this node leaves");
        channel.close();
        bulk.close();
    }
}
