package org.manyhands.link;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts control nodes of the cluster whose own certificate has this SHA-256, which is all that a stranger with a token knows of it. */
final class PinnedAuthority extends X509ExtendedTrustManager {
    private final byte[] fingerprint;

    PinnedAuthority(byte[] fingerprint) {
        this.fingerprint = fingerprint.clone();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        try {
            X509Certificate authority = chain[chain.length - 1];
            byte[] shown = MessageDigest.getInstance("SHA-256").digest(authority.getEncoded());
            if (!Arrays.equals(shown, fingerprint)) {
                throw new CertificateException("it belongs to another cluster than the token");
            }
            chain[0].verify(authority.getPublicKey());
            chain[0].checkValidity();
            boolean control = chain[0].getSubjectAlternativeNames() != null
                    && chain[0].getSubjectAlternativeNames().stream()
                            .anyMatch(name -> name.equals(List.of(2, LinkChannel.CONTROL)));
            if (!control) {
                throw new CertificateException("it is not a control node");
            }
        } catch (GeneralSecurityException refused) {
            throw refused instanceof CertificateException certificate
                    ? certificate
                    : new CertificateException(
                            "it is not of the cluster that it names: " + refused.getMessage(), refused);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
        throw new UnsupportedOperationException("only for who is called");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
        throw new UnsupportedOperationException("only for who is called");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        throw new UnsupportedOperationException("only for who is called");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
