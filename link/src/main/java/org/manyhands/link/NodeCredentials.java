package org.manyhands.link;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * What a node shows on its connections: its key, and a certificate for it that may be renewed while connections are open. Safe for
 * concurrent use.
 */
public final class NodeCredentials {
    private final PrivateKey key;
    private volatile List<X509Certificate> chain;

    /** @param chain the node's own certificate first, the cluster's last */
    public NodeCredentials(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = List.copyOf(chain);
    }

    /** Connections that are made from now on show this certificate. */
    public void renew(List<X509Certificate> younger) {
        chain = List.copyOf(younger);
    }

    public PrivateKey key() {
        return key;
    }

    /** The node's own. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** The cluster's. */
    public X509Certificate authority() {
        return chain.getLast();
    }

    X509ExtendedKeyManager keyManager() {
        return new KeyManager();
    }

    /** Asked at each handshake. */
    private final class KeyManager extends X509ExtendedKeyManager {
        private static final String ONLY = "node";

        @Override
        public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ONLY};
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return ONLY;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ONLY};
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return alias(keyType);
        }

        @Override
        public String chooseEngineClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return ONLY;
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return alias(keyType);
        }

        private @Nullable String alias(String keyType) {
            return keyType.equals(key.getAlgorithm()) ? ONLY : null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }
    }
}
