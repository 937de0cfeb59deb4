package org.manyhands.server.link;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import org.manyhands.core.command.Role;
import org.manyhands.core.state.Member;
import org.manyhands.core.state.State;
import org.manyhands.link.Acceptor;
import org.manyhands.link.Caller;
import org.manyhands.link.LinkClosedException;
import org.manyhands.link.LinkStream;
import org.manyhands.link.blob.BlobDesk;
import org.manyhands.server.api.Upstream;
import org.manyhands.server.blob.ClusterStore;
import org.manyhands.server.blob.Swarm;
import org.manyhands.server.control.Control;
import org.manyhands.server.identity.Enrolment;
import org.manyhands.server.identity.Gate;
import org.manyhands.server.identity.GateException;
import org.manyhands.server.identity.Keys;
import org.manyhands.store.Digest;
import org.manyhands.wire.BlobRange;
import org.manyhands.wire.Frame;
import org.manyhands.wire.Holders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the streams of other nodes. Who is no member gets nothing but the way to become one, and is named in the log. */
public final class LinkDesk implements Acceptor {
    /** How long the first frame of a stream may take. */
    private static final Duration FIRST_LIMIT = Duration.ofSeconds(10);

    /** How long it may take to hear from the others who is a member. */
    private static final Duration SURE_LIMIT = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(LinkDesk.class);

    private final Control control;
    private final Gate gate;
    private final Enrolment enrolment;
    private final PeerDesk peers;
    private final ClusterStore store;
    private final BlobDesk blobs;
    private final BlobDesk ownBlobs;
    private final ApiDesk api;
    private final Swarm swarm = new Swarm();
    private final String node;

    /**
     * @param node the name of this node
     * @param peers for the other control nodes
     * @param upstream where requests of the API are answered
     */
    public LinkDesk(
            String node,
            Control control,
            Gate gate,
            Enrolment enrolment,
            PeerDesk peers,
            ClusterStore store,
            Upstream upstream) {
        this.node = node;
        this.control = control;
        this.peers = peers;
        this.gate = gate;
        this.enrolment = enrolment;
        this.store = store;
        blobs = new BlobDesk(store, store);
        ownBlobs = new BlobDesk(store.own(), store);
        api = new ApiDesk(upstream);
    }

    @Override
    public void accept(LinkStream stream, Caller caller) throws LinkClosedException, InterruptedException {
        Frame first = stream.expect(FIRST_LIMIT);
        try {
            if (first.hasJoin()) {
                stream.send(Frame.newBuilder().setAdmission(enrolment.join(first.getJoin(), caller.address())));
                LOG.info("Node {} joined from {}.", first.getJoin().getNode(), caller.address());
                return;
            }
            switch (first.getBodyCase()) {
                case PEER_CALL, HANDED, BEAT -> {
                    admitControl(first, caller);
                    caller.letIn();
                    peers.serve(stream, first, next -> check(next, caller));
                }
                default -> {
                    Member member = admit(first, caller);
                    caller.letIn();
                    serve(stream, first, caller, member);
                }
            }
        } catch (GateException refused) {
            LOG.warn("Refused {} from {}: {}", first.getBodyCase(), caller.address(), refused.getMessage());
            stream.refuse(String.valueOf(refused.getMessage()));
        } catch (IOException later) {
            stream.close(String.valueOf(later.getMessage()));
        }
    }

    private Member admit(Frame question, Caller caller) throws GateException, IOException, InterruptedException {
        State state = control.root();
        return isOfBlobs(question) && state.members().isEmpty()
                ? gate.admitPeer(caller.certificate(), state)
                : gate.admit(caller.certificate(), state, this::newest);
    }

    /** The log knows its members; who leads knows of all that were removed. */
    private void admitControl(Frame question, Caller caller) throws GateException, IOException, InterruptedException {
        State state = control.root();
        Member peer = gate.admitPeer(caller.certificate(), state);
        peers.requireSameHistory(question, peer.name());
        if (!question.hasPeerCall() || control.leads()) {
            var _ = gate.admitControl(caller.certificate(), state, this::newest);
        }
    }

    private State newest() throws IOException, InterruptedException {
        if (control.root().members().isEmpty()) {
            throw new IOException("this control node does not know its cluster yet");
        }
        try {
            return control.linearizable(SURE_LIMIT);
        } catch (TimeoutException alone) {
            throw new IOException(
                    "this control node cannot say now who belongs to the cluster: " + alone.getMessage(), alone);
        }
    }

    /** What has not changed since the stream began is not judged again. */
    private void check(Frame question, Caller caller) throws GateException, IOException, InterruptedException {
        X509Certificate certificate = caller.certificate().orElseThrow();
        if (Gate.member(control.root(), Gate.name(certificate), Keys.digest(certificate.getPublicKey()))
                        .isEmpty()
                || certificate.getNotAfter().toInstant().isBefore(Instant.now())) {
            admitControl(question, caller);
        }
    }

    private static boolean isOfBlobs(Frame question) {
        return switch (question.getBodyCase()) {
            case HAS, OPEN, READ, PUT, FETCH, LACKING -> true;
            default -> false;
        };
    }

    private void serve(LinkStream stream, Frame first, Caller caller, Member member)
            throws LinkClosedException, IOException, InterruptedException {
        switch (first.getBodyCase()) {
            case HELLO -> new SessionStream(node, control, swarm, stream, caller, member).serve(first);
            case RENEW ->
                stream.send(Frame.newBuilder()
                        .setAdmission(enrolment.renew(
                                member, caller.certificate().orElseThrow().getPublicKey())));
            case READ -> read(stream, first, caller, member);
            case HAS, OPEN, PUT, FETCH, LACKING -> blobs(member).answer(stream, first);
            case REQUEST -> api.answer(stream, first.getRequest());
            default -> stream.close("this control node does not know what was asked: " + first.getBodyCase());
        }
    }

    private void read(LinkStream stream, Frame question, Caller caller, Member member)
            throws LinkClosedException, InterruptedException {
        BlobRange range = question.getRead();
        Holders holders = range.getPeers()
                ? elsewhere(range, caller.certificate().orElseThrow(), member)
                : Holders.getDefaultInstance();
        if (holders.getHoldersCount() > 0) {
            stream.send(Frame.newBuilder().setHolders(holders));
        } else {
            blobs(member).answer(stream, question);
        }
    }

    /** Other workers come first; and what can be had of another control node need not come from the one that leads. */
    private Holders elsewhere(BlobRange range, X509Certificate certificate, Member member) {
        Digest blob = Digest.fromBytes(range.getBlob().toByteArray());
        Holders workers = swarm.ask(member.name(), certificate.getPublicKey(), blob, range.getPosition());
        if (workers.getHoldersCount() > 0 || !control.leads()) {
            return workers;
        }
        Holders.Builder stores = Holders.newBuilder();
        store.alternatives(blob)
                .forEach(at -> stores.addHolders(
                        Holders.Holder.newBuilder().setAddress(at.toString()).setControl(true)));
        return stores.build();
    }

    /** Other control nodes ask the others themselves. */
    private BlobDesk blobs(Member member) {
        return member.role() == Role.CONTROL ? ownBlobs : blobs;
    }
}
