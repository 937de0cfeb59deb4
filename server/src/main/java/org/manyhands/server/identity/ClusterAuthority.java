package org.manyhands.server.identity;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.manyhands.core.command.Role;
import org.manyhands.link.LinkChannel;
import org.manyhands.link.NodeCredentials;
import org.manyhands.store.Digest;

/** Makes the certificates of the nodes of one cluster. Its key is on control nodes only, in one file. Safe for concurrent use. */
public final class ClusterAuthority {
    /** How long the certificate of a node lives unless it is told otherwise. */
    public static final Duration LIFE_DEFAULT = Duration.ofDays(30);

    private static final Duration OWN_LIFE = Duration.ofDays(20 * 365);
    /** Certificates are good from before they are made, for nodes whose clocks are late. */
    private static final Duration BACKDATED = Duration.ofDays(1);

    private static final int SERIAL_BITS = 127;

    private static final ExtendedKeyUsage ANY_END =
            new ExtendedKeyUsage(new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth});

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final Duration life;
    private final SecureRandom random = new SecureRandom();

    /** What another control node of the cluster needs to be its authority as well: the content of its file. */
    byte[] file() throws IOException {
        return CredentialsFile.encode(key, List.of(certificate));
    }

    private ClusterAuthority(PrivateKey key, X509Certificate certificate, Duration life) {
        this.key = key;
        this.certificate = certificate;
        this.life = life;
    }

    /**
     * Opens the authority of a cluster, or founds it.
     *
     * @param cluster what people call it
     * @param life of the certificates that it makes
     */
    public static ClusterAuthority open(Path file, String cluster, Duration life) throws IOException {
        CredentialsFile kept = new CredentialsFile(file);
        Optional<NodeCredentials> known = kept.read();
        if (known.isPresent()) {
            return new ClusterAuthority(known.get().key(), known.get().certificate(), life);
        }
        KeyPair pair = Keys.make();
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, "Manyhands cluster " + cluster)
                .build();
        X509Certificate own = sign(
                name,
                pair.getPrivate(),
                name,
                pair.getPublic(),
                OWN_LIFE,
                new SecureRandom(),
                builder -> builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign)));
        kept.write(pair.getPrivate(), List.of(own));
        return new ClusterAuthority(pair.getPrivate(), own, life);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** SHA-256 of its own certificate: what a token knows it by. */
    public byte[] fingerprint() {
        try {
            return Digest.of(certificate.getEncoded()).toBytes();
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A certificate for a node, and after it the authority's own. */
    public List<X509Certificate> sign(String node, Role role, PublicKey publicKey) throws IOException {
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.OU, role.word())
                .addRDN(BCStyle.CN, node)
                .build();
        X500Name issuer =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        String name = role == Role.CONTROL ? LinkChannel.CONTROL : LinkChannel.WORKER;
        X509Certificate made = sign(
                issuer,
                key,
                subject,
                publicKey,
                life,
                random,
                builder -> builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                        .addExtension(Extension.extendedKeyUsage, false, ANY_END)
                        .addExtension(
                                Extension.subjectAlternativeName,
                                false,
                                new GeneralNames(new GeneralName(GeneralName.dNSName, name))));
        return List.of(made, certificate);
    }

    /** When two thirds of the life of a certificate are over. */
    public static Instant renewAt(X509Certificate certificate) {
        Instant made = certificate.getNotBefore().toInstant().plus(BACKDATED);
        Duration life = Duration.between(made, certificate.getNotAfter().toInstant());
        return made.plus(life.multipliedBy(2).dividedBy(3));
    }

    private interface Extensions {
        void add(JcaX509v3CertificateBuilder builder) throws CertIOException;
    }

    private static X509Certificate sign(
            X500Name issuer,
            PrivateKey issuerKey,
            X500Name subject,
            PublicKey publicKey,
            Duration life,
            SecureRandom random,
            Extensions extensions)
            throws IOException {
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(life)),
                subject,
                publicKey);
        try {
            extensions.add(builder);
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(Keys.SIGNATURE).build(issuerKey)));
        } catch (OperatorCreationException | CertificateException refused) {
            throw new IOException("no certificate could be made: " + refused.getMessage(), refused);
        }
    }
}
