package org.manyhands.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections on which nobody was let in yet: so many at once, and none for long. Safe for concurrent use; the handlers run on the
 * threads of Netty.
 */
final class Strangers {
    /** So many are there at once; a cluster whose control node comes back has all its nodes knock at the same time. */
    static final int CONNECTIONS_MAX = 1_024;

    /** How long one may take to show who it is. */
    static final Duration STAY_MAX = Duration.ofSeconds(20);

    /** One line of the log for all that are refused, or closed, meanwhile. */
    private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** With which each record of a TLS handshake begins. */
    private static final int HANDSHAKE = 22;

    private static final String NO_TLS =
            "this port is for nodes of a Manyhands cluster, which speak TLS: 'mh join', 'mh up'";
    private static final Logger LOG = LoggerFactory.getLogger(Strangers.class);

    private final Set<SocketAddress> there = ConcurrentHashMap.newKeySet();
    private final AtomicLong fullToldNanos = new AtomicLong(System.nanoTime() - LINE_NANOS);
    private final AtomicLong closedToldNanos = new AtomicLong(System.nanoTime() - LINE_NANOS);

    /** Whether a connection that was just accepted may stay for now. */
    boolean enter(Channel channel) {
        SocketAddress from = channel.remoteAddress();
        if (there.size() >= CONNECTIONS_MAX) {
            full(from);
            return false;
        }
        there.add(from);
        channel.pipeline().addLast(new Watch(from));
        return true;
    }

    private void full(SocketAddress from) {
        if (mayTell(fullToldNanos)) {
            LOG.warn(
                    "Refused a connection from {}: on {} others (limit: {}) nobody has shown yet who it is.",
                    from,
                    there.size(),
                    CONNECTIONS_MAX);
        }
    }

    private static boolean mayTell(AtomicLong toldNanos) {
        long told = toldNanos.get();
        long now = System.nanoTime();
        return now - told >= LINE_NANOS && toldNanos.compareAndSet(told, now);
    }

    /** Somebody was let in on a connection, or it is over. */
    void letIn(SocketAddress from) {
        there.remove(from);
    }

    /** Before all other handlers of a connection. */
    private final class Watch extends ChannelDuplexHandler {
        private final SocketAddress from;
        private boolean spoken;

        Watch(SocketAddress from) {
            this.from = from;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            var _ = context.channel().closeFuture().addListener(_ -> letIn(from));
            var _ = context.executor().schedule(() -> leave(context), STAY_MAX.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void leave(ChannelHandlerContext context) {
            if (there.contains(from)) {
                close(context, context.newPromise());
            }
        }

        /** Also if the handshake failed, or took too long. */
        @Override
        public void close(ChannelHandlerContext context, ChannelPromise done) {
            if (there.remove(from) && mayTell(closedToldNanos)) {
                LOG.warn("Closed the connection from {}: nobody was let in on it.", from);
            }
            var _ = context.close(done);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (!spoken && message instanceof ByteBuf bytes && bytes.isReadable()) {
                spoken = true;
                if (bytes.getByte(bytes.readerIndex()) != HANDSHAKE) {
                    ReferenceCountUtil.release(message);
                    refuse(context);
                    return;
                }
            }
            context.fireChannelRead(message);
        }

        /** As a browser or curl would show it. */
        private void refuse(ChannelHandlerContext context) {
            LOG.warn("Refused a caller from {}: it does not speak TLS.", from);
            letIn(from);
            String answer = "HTTP/1.0 400 Bad Request\r\nContent-Type: text/plain\r\n\r\n" + NO_TLS + "\n";
            var _ = context.writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }
}
