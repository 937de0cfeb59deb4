package org.manyhands.server.identity;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Role;
import org.manyhands.core.state.Member;
import org.manyhands.core.state.State;

/** Judges certificates: made by this cluster's authority, good now, and of a node that is still a member with that key. */
public final class Gate {
    private final X509Certificate authority;

    public Gate(X509Certificate authority) {
        this.authority = authority;
    }

    /** Reads the state anew, as a control node may be behind the others. */
    @FunctionalInterface
    public interface Newest {
        /**
         * The state, not older than the question.
         *
         * @throws IOException if that cannot be had now
         */
        State read() throws IOException, InterruptedException;
    }

    /**
     * Lets a node in.
     *
     * @param shown what it showed, if anything
     * @param state by which it is let in; before it is refused, the newest one is read
     * @throws GateException if it is a stranger, or no member any more
     */
    public Member admit(Optional<X509Certificate> shown, State state, Newest newest)
            throws GateException, IOException, InterruptedException {
        X509Certificate certificate = checked(shown);
        Optional<Member> known = member(state, certificate);
        return (known.isPresent() ? known : member(newest.read(), certificate))
                .orElseThrow(
                        () -> new GateException(
                                "node " + name(certificate)
                                        + " is not a member of this cluster any more; it was removed, or its name is another node's. To let"
                                        + " it in again: 'mh token create' on a control node, then 'mh join TOKEN' in a new data directory"));
    }

    /**
     * Lets another control node in; see {@link #admit}.
     *
     * @throws GateException if it is none
     */
    public Member admitControl(Optional<X509Certificate> shown, State state, Newest newest)
            throws GateException, IOException, InterruptedException {
        return control(admit(shown, state, newest));
    }

    /**
     * Lets another control node in of which this one may not have heard, as it hears of others only through them: then the certificate
     * alone tells who is one.
     *
     * @throws GateException if it is none
     */
    public Member admitPeer(Optional<X509Certificate> shown, State state) throws GateException {
        X509Certificate certificate = checked(shown);
        Optional<Member> known = member(state, certificate);
        Role role = Role.of(part(certificate, "OU")).orElse(Role.WORKER);
        return control(known.orElseGet(
                () -> new Member(name(certificate), role, Keys.digest(certificate.getPublicKey()), "", List.of())));
    }

    /**
     * Lets a control node in that has the same history: after a recovery there are some with the one from before.
     *
     * @param theirs the epoch that it says; 0 if it says none
     * @throws GateException if it has another one
     */
    public static void requireEpoch(String node, long theirs, long ours) throws GateException {
        if (theirs != 0 && theirs != ours) {
            throw new GateException("node " + node + " has another history of this cluster (epoch "
                    + Long.toHexString(theirs) + ", expected: " + Long.toHexString(ours)
                    + "), as the cluster was recovered without it, and what it holds counts no more. To let it in"
                    + " again: 'mh token create --role control' here, then 'mh join' there in a new data directory");
        }
    }

    private static Member control(Member member) throws GateException {
        if (member.role() != Role.CONTROL) {
            throw new GateException("node " + member.name() + " is no control node");
        }
        return member;
    }

    private static Optional<Member> member(State state, X509Certificate certificate) {
        return member(state, name(certificate), Keys.digest(certificate.getPublicKey()));
    }

    private X509Certificate checked(Optional<X509Certificate> shown) throws GateException {
        X509Certificate certificate = shown.orElseThrow(
                () -> new GateException("a node must show a certificate of this cluster; 'mh join TOKEN' gets one"));
        check(certificate, name(certificate));
        return certificate;
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
        return part(certificate, "CN");
    }

    private static String part(X509Certificate certificate, String type) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase(type))
                            .map(Rdn::getValue)
                            .map(String::valueOf)
                            .findFirst()
                            .orElse("");
        } catch (InvalidNameException impossible) {
            return "";
        }
    }
}
