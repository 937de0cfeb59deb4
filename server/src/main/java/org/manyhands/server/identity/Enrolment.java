package org.manyhands.server.identity;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.command.Reply;
import org.manyhands.core.command.Role;
import org.manyhands.core.state.Member;
import org.manyhands.server.control.Answer;
import org.manyhands.server.control.Control;
import org.manyhands.store.Digest;
import org.manyhands.wire.Admission;
import org.manyhands.wire.Join;

/** Makes a stranger with a token a node, and gives nodes younger certificates. */
public final class Enrolment {
    private final Control control;
    private final ClusterAuthority authority;
    private final UUID log;
    private final Supplier<List<String>> addresses;

    /**
     * @param log which log the control nodes of this cluster keep
     * @param addresses HOST:PORT of this control node, as others reach it
     */
    public Enrolment(Control control, ClusterAuthority authority, UUID log, Supplier<List<String>> addresses) {
        this.control = control;
        this.authority = authority;
        this.log = log;
        this.addresses = addresses;
    }

    /**
     * Lets a stranger join.
     *
     * @param address from where
     * @throws GateException if the token, the name or the key is not good
     * @throws IOException if nobody can say now; the stranger asks again
     */
    public Admission join(Join join, String address) throws GateException, IOException, InterruptedException {
        PublicKey key = proven(join);
        Role role = Role.of(join.getRole()).orElse(Role.WORKER);
        Command.AdmitNode admit = new Command.AdmitNode(
                join.getNode(),
                Keys.digest(key),
                role,
                join.getToken(),
                Bytes.copyOf(Digest.of(join.getSecret().toByteArray()).toBytes()));
        Answer answer = control.submit(new Actor(join.getNode(), "token", address, 0), admit);
        return switch (answer) {
            case Answer.Applied(Reply.Done _, long _) -> admission(join.getNode(), role, key);
            case Answer.Applied(Reply.Refused refused, long _) -> throw new GateException(refused.sentence());
            case Answer.Applied applied ->
                throw new IllegalStateException("not a reply to AdmitNode: " + applied.reply());
            case Answer.Refused refused -> throw new IOException(refused.sentence());
            case Answer.Unknown unknown -> throw new IOException(unknown.cause());
        };
    }

    private static PublicKey proven(Join join) throws GateException {
        try {
            return Keys.proven(
                    join.getPublicKey().toByteArray(),
                    join.getToken(),
                    join.getNode(),
                    join.getProof().toByteArray());
        } catch (InvalidKeyException bad) {
            throw new GateException("the key of node " + join.getNode() + ": " + bad.getMessage());
        }
    }

    /** A younger certificate for the key of a member. */
    public Admission renew(Member member, PublicKey key) throws IOException {
        return admission(member.name(), member.role(), key);
    }

    private Admission admission(String node, Role role, PublicKey key) throws IOException {
        Admission.Builder admission =
                Admission.newBuilder().addAllControl(control.root().addresses(addresses.get()));
        if (role == Role.CONTROL) {
            admission.setKeeper(Admission.ControlPart.newBuilder()
                    .setEpoch(control.root().epoch())
                    .setLog(log.toString())
                    .setAuthority(ByteString.copyFrom(authority.file())));
        }
        for (X509Certificate certificate : authority.sign(node, role, key)) {
            try {
                admission.addChain(ByteString.copyFrom(certificate.getEncoded()));
            } catch (CertificateEncodingException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return admission.build();
    }
}
