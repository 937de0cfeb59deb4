package org.manyhands.link;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.manyhands.wire.Frame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for streams that other nodes open. One virtual thread a stream. */
public final class LinkServer implements AutoCloseable {
    /** Of one frame; what is larger travels in parts. */
    static final int FRAME_BYTES_MAX = 8 << 20;

    private static final int STREAMS_PER_CONNECTION_MAX = 1_000;
    private static final long ALIVE_SECONDS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(LinkServer.class);

    private final ExecutorService streams = Executors.newVirtualThreadPerTaskExecutor();
    private final Strangers strangers = new Strangers();
    private final EventLoopGroup threads = new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors(),
            new DefaultThreadFactory("link", true),
            NioIoHandler.newFactory());
    private final Acceptor acceptor;
    private final Server server;

    /**
     * Listens.
     *
     * @param at an empty host: on all addresses of this machine
     * @throws IOException if that is not possible
     */
    public LinkServer(Endpoint at, NodeCredentials own, Acceptor acceptor) throws IOException {
        this.acceptor = acceptor;
        InetSocketAddress address = at.host().isEmpty()
                ? new InetSocketAddress(at.port())
                : new InetSocketAddress(InetAddress.getByName(at.host()), at.port());
        server = NettyServerBuilder.forAddress(address)
                .channelFactory(() -> new WatchedPort(strangers))
                .bossEventLoopGroup(threads)
                .workerEventLoopGroup(threads)
                .sslContext(Tls.accepting(own))
                .addService(ServerServiceDefinition.builder(LinkMethod.SERVICE)
                        .addMethod(LinkMethod.OPEN, this::accepted)
                        .build())
                .directExecutor()
                .maxInboundMessageSize(FRAME_BYTES_MAX)
                .maxConcurrentCallsPerConnection(STREAMS_PER_CONNECTION_MAX)
                .keepAliveTime(ALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(ALIVE_SECONDS / 2, TimeUnit.SECONDS)
                .build();
        try {
            server.start();
        } catch (IOException taken) {
            endThreads();
            throw taken;
        }
    }

    private void endThreads() {
        var _ = threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** Where it listens. */
    public int port() {
        return server.getPort();
    }

    private ServerCall.Listener<Frame> accepted(ServerCall<Frame, Frame> call, Metadata headers) {
        AcceptedStream accepted = new AcceptedStream(call);
        @Nullable SocketAddress from = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        Caller caller = new Caller(address(from), certificate(call), () -> letIn(from));
        accepted.begin();
        streams.execute(() -> serve(accepted.stream(), caller));
        return accepted;
    }

    private void serve(LinkStream stream, Caller caller) {
        try {
            acceptor.accept(stream, caller);
            stream.end();
        } catch (LinkClosedException over) {
            LOG.debug("A stream from {} is over: {}", caller.address(), over.getMessage());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            stream.close("this node is leaving");
        } catch (RuntimeException bug) {
            LOG.error("A stream from {} failed.", caller.address(), bug);
            stream.close("internal error: " + bug);
        }
    }

    private void letIn(@Nullable SocketAddress from) {
        if (from != null) {
            strangers.letIn(from);
        }
    }

    private static String address(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress known
                ? new Endpoint(known.getAddress().getHostAddress(), known.getPort()).toString()
                : String.valueOf(address);
    }

    private static Optional<X509Certificate> certificate(ServerCall<?, ?> call) {
        @Nullable SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        try {
            Certificate[] chain = session == null ? new Certificate[0] : session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate own ? Optional.of(own) : Optional.empty();
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        var _ = server.shutdownNow();
        var _ = streams.shutdownNow();
        endThreads();
    }
}
