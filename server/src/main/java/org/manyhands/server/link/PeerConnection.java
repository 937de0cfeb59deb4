package org.manyhands.server.link;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.manyhands.link.Endpoint;
import org.manyhands.link.LinkChannel;
import org.manyhands.link.LinkClosedException;
import org.manyhands.link.LinkStream;
import org.manyhands.link.NodeCredentials;
import org.manyhands.wire.Frame;

/**
 * The way to another control node: a connection, and streams on it that carry one question at a time and are used again. After a
 * failure it makes a new connection, to the next of its addresses, and not at once. Safe for concurrent use.
 */
final class PeerConnection implements AutoCloseable {
    /** A node that is away is not dialled more often. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Deque<LinkStream> idle = new ArrayDeque<>();
    private @Nullable LinkChannel channel;
    private List<Endpoint> addresses = List.of();
    private int next;
    private long notBeforeNanos = System.nanoTime();
    private String trouble = "";

    /** A stream, and the connection that it is on. */
    private record Taken(LinkStream stream, LinkChannel channel) {}

    /**
     * Asks, and waits for the answer.
     *
     * @param at where the node is by now, the best first
     * @throws IOException if there is none in time
     */
    Frame ask(Frame.Builder question, List<Endpoint> at, NodeCredentials own, Duration limit) throws IOException {
        Taken taken = take(at, own);
        boolean done = false;
        try {
            taken.stream().send(question);
            Frame answer = taken.stream().expect(limit);
            done = true;
            give(taken);
            return answer;
        } catch (LinkClosedException over) {
            failed(taken.channel(), String.valueOf(over.getMessage()));
            throw new IOException(over.getMessage(), over);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            if (!done) {
                taken.stream().close("the question is given up");
            }
        }
    }

    /** A stream of its own, for the caller to close. */
    LinkStream open(List<Endpoint> at, NodeCredentials own) throws IOException {
        return connected(at, own).open();
    }

    private synchronized Taken take(List<Endpoint> at, NodeCredentials own) throws IOException {
        LinkChannel now = connected(at, own);
        LinkStream stream = idle.pollLast();
        return new Taken(stream == null ? now.open() : stream, now);
    }

    private synchronized LinkChannel connected(List<Endpoint> at, NodeCredentials own) throws IOException {
        if (!at.equals(addresses)) {
            drop();
            addresses = at;
            next = 0;
            notBeforeNanos = System.nanoTime();
        }
        if (channel == null) {
            if (addresses.isEmpty()) {
                throw new IOException("it is not known where it is");
            }
            if (System.nanoTime() < notBeforeNanos) {
                throw new IOException(trouble);
            }
            channel = LinkChannel.of(addresses.get(next), own);
            next = (next + 1) % addresses.size();
        }
        return channel;
    }

    private synchronized void give(Taken taken) {
        if (taken.channel() == channel) {
            idle.addLast(taken.stream());
        }
    }

    private synchronized void failed(LinkChannel used, String why) {
        if (used == channel) {
            drop();
            trouble = why;
            notBeforeNanos = System.nanoTime() + PAUSE_NANOS;
        }
    }

    private void drop() {
        Optional.ofNullable(channel).ifPresent(LinkChannel::close);
        channel = null;
        idle.clear();
    }

    /** Leaves the connection, to make another one with the certificate that this node has by then. */
    @Override
    public synchronized void close() {
        drop();
    }
}
