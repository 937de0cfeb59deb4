package org.manyhands.link;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;

/** TLS 1.3 by the JDK, with the certificates of the cluster. */
final class Tls {
    private static final String VERSION = "TLSv1.3";

    private Tls() {}

    static SslContext accepting(NodeCredentials own) {
        return build(GrpcSslContexts.configure(SslContextBuilder.forServer(own.keyManager()), SslProvider.JDK)
                .trustManager(new AnyCertificate())
                .clientAuth(ClientAuth.OPTIONAL));
    }

    static SslContext dialling(NodeCredentials own) {
        return build(GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                .trustManager(own.authority())
                .keyManager(own.keyManager()));
    }

    static SslContext joining(byte[] fingerprint) {
        return build(GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                .trustManager(new PinnedAuthority(fingerprint)));
    }

    private static SslContext build(SslContextBuilder builder) {
        try {
            return builder.protocols(VERSION).build();
        } catch (SSLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
