package org.manyhands.link;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;

/** A connection to a control node, or between workers, made when it is first needed and made again when it was lost. Safe for concurrent use. */
public final class LinkChannel implements AutoCloseable {
    /** The name in the certificate of every control node, and of no other: who is called must be one, whatever its address. */
    public static final String CONTROL = "control.manyhands";

    /** The name in the certificate of every other node. */
    public static final String WORKER = "worker.manyhands";

    private final ManagedChannel channel;

    private LinkChannel(Endpoint to, String whom, SslContext tls) {
        channel = NettyChannelBuilder.forAddress(to.host(), to.port())
                .sslContext(tls)
                .overrideAuthority(whom)
                .proxyDetector(_ -> null)
                .maxInboundMessageSize(LinkServer.FRAME_BYTES_MAX)
                .directExecutor()
                .build();
    }

    /** As a node of the cluster. */
    public static LinkChannel of(Endpoint to, NodeCredentials own) {
        return new LinkChannel(to, CONTROL, Tls.dialling(own));
    }

    /** From a worker to another one. */
    public static LinkChannel betweenWorkers(Endpoint to, NodeCredentials own) {
        return new LinkChannel(to, WORKER, Tls.dialling(own));
    }

    /**
     * As a stranger with a token.
     *
     * @param fingerprint SHA-256 of the certificate of the cluster that is meant
     */
    public static LinkChannel joining(Endpoint to, byte[] fingerprint) {
        return new LinkChannel(to, CONTROL, Tls.joining(fingerprint));
    }

    /** Opens a stream. That nobody is there is told when it is used. */
    public LinkStream open() {
        return DialledStream.open(channel.newCall(LinkMethod.OPEN, CallOptions.DEFAULT));
    }

    /** Takes no new streams; those that are open go on to their end. */
    public void leave() {
        var _ = channel.shutdown();
    }

    @Override
    public void close() {
        var _ = channel.shutdownNow();
    }
}
