package org.manyhands.server.identity;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.manyhands.core.Bytes;
import org.manyhands.core.state.Member;
import org.manyhands.core.state.State;

/** Judges certificates: made by this cluster's authority, good now, and of a node that is still a member with that key. */
public final class Gate {
    private final X509Certificate authority;

    public Gate(X509Certificate authority) {
        this.authority = authority;
    }

    /**
     * Lets a node in.
     *
     * @param shown what it showed, if anything
     * @throws GateException if it is a stranger, or no member any more
     */
    public Member admit(Optional<X509Certificate> shown, State state) throws GateException {
        X509Certificate certificate = shown.orElseThrow(
                () -> new GateException("a node must show a certificate of this cluster; 'mh join TOKEN' gets one"));
        String node = name(certificate);
        check(certificate, node);
        return member(state, node, Keys.digest(certificate.getPublicKey()))
                .orElseThrow(
                        () -> new GateException(
                                "node " + node
                                        + " is not a member of this cluster any more; it was removed, or its name is another node's. To let"
                                        + " it in again: 'mh token create' on a control node, then 'mh join TOKEN' in a new data directory"));
    }

    /** The member of that name, if it has that key. */
    public static Optional<Member> member(State state, String node, Bytes key) {
        return state.admits(node, key) ? state.members().get(node) : Optional.empty();
    }

    private void check(X509Certificate certificate, String node) throws GateException {
        try {
            certificate.verify(authority.getPublicKey());
        } catch (GeneralSecurityException foreign) {
            throw new GateException(
                    "the certificate of node " + node
                            + " was made by another cluster; this one lets in who joins it: 'mh token create', then 'mh join TOKEN'");
        }
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException expired) {
            throw new GateException("the certificate of node " + node + " expired at "
                    + certificate.getNotAfter().toInstant()
                    + "; nodes renew theirs while they are connected. Check the clocks, or remove the node and let it join"
                    + " again: 'mh node remove " + node + "', 'mh token create'");
        } catch (CertificateNotYetValidException early) {
            throw new GateException("the certificate of node " + node + " is good from "
                    + certificate.getNotBefore().toInstant() + " on, which is not yet by the clock of this node");
        }
    }

    /** The name that a certificate gives its owner. */
    public static String name(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(String::valueOf)
                            .findFirst()
                            .orElse("");
        } catch (InvalidNameException impossible) {
            return "";
        }
    }
}
