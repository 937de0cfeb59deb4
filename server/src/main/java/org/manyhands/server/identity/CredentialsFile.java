package org.manyhands.server.identity;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.manyhands.link.NodeCredentials;
import org.manyhands.store.DurableFile;

/** A key and its certificates in a file of PKCS #12 that only its owner can read; its password is no secret. */
public final class CredentialsFile {
    private static final char[] PASSWORD = "manyhands".toCharArray();
    private static final String ALIAS = "manyhands";

    private final Path path;

    public CredentialsFile(Path path) {
        this.path = path;
    }

    /**
     * What is in it; empty if there is no such file.
     *
     * @throws IOException with a sentence if it is damaged
     */
    public Optional<NodeCredentials> read() throws IOException {
        Optional<byte[]> bytes = new DurableFile(path).read();
        return bytes.isEmpty() ? Optional.empty() : Optional.of(decode(bytes.get()));
    }

    private NodeCredentials decode(byte[] bytes) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), PASSWORD);
            Certificate @Nullable [] chain = store.getCertificateChain(ALIAS);
            if (!(store.getKey(ALIAS, PASSWORD) instanceof PrivateKey key) || chain == null) {
                throw new IOException("it has no key");
            }
            return new NodeCredentials(
                    key, Arrays.stream(chain).map(X509Certificate.class::cast).toList());
        } catch (GeneralSecurityException | IOException damaged) {
            throw new IOException(
                    "'" + path + "' is damaged: " + damaged.getMessage()
                            + "; put a copy back, or join again with another data directory",
                    damaged);
        }
    }

    /** Durable when this returns. */
    public void write(PrivateKey key, List<X509Certificate> chain) throws IOException {
        new DurableFile(path).write(encode(key, chain));
    }

    static byte[] encode(PrivateKey key, List<X509Certificate> chain) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, PASSWORD);
            store.setKeyEntry(ALIAS, key, PASSWORD, chain.toArray(X509Certificate[]::new));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            store.store(bytes, PASSWORD);
            return bytes.toByteArray();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
