package org.manyhands.cli.identity;

import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.manyhands.wire.Admission;

/** Certificates as they come over a link. */
public final class Admissions {
    private Admissions() {}

    /** The node's own first, the cluster's last. */
    public static List<X509Certificate> chain(Admission admission) throws IOException {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> chain = new ArrayList<>();
            for (ByteString each : admission.getChainList()) {
                chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(each.toByteArray())));
            }
            return chain;
        } catch (CertificateException broken) {
            throw new IOException("the control node sent what is no certificate: " + broken.getMessage(), broken);
        }
    }
}
