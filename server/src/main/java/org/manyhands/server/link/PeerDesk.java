package org.manyhands.server.link;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.manyhands.core.codec.Codec;
import org.manyhands.core.codec.MalformedException;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.machine.Machine;
import org.manyhands.link.LinkClosedException;
import org.manyhands.link.LinkStream;
import org.manyhands.server.control.Answer;
import org.manyhands.server.control.Control;
import org.manyhands.server.identity.Gate;
import org.manyhands.server.identity.GateException;
import org.manyhands.server.replica.Leadership;
import org.manyhands.server.replica.Peers;
import org.manyhands.wire.Beat;
import org.manyhands.wire.Frame;
import org.manyhands.wire.Handed;
import org.manyhands.wire.HandedAnswer;
import org.manyhands.wire.PeerAnswer;
import org.manyhands.wire.PeerCall;

/** Answers the other control nodes: as a member of the log, and where this one leads, what they hand on. */
public final class PeerDesk {
    /** A command that was handed on twice goes in circles: nobody knows who leads. */
    private static final int HOPS_MAX = 2;

    private static final Codec<Envelope> ENVELOPES = Codec.of(Envelope.class);

    private final LongSupplier epoch;
    private final Control control;
    private final ControlPeers others;
    private final String member;
    private final Peers.End log;

    /**
     * @param epoch of the history that this node has
     * @param member the name of this node in the log
     * @param log this node as a member of it
     */
    public PeerDesk(LongSupplier epoch, Control control, ControlPeers others, String member, Peers.End log) {
        this.epoch = epoch;
        this.control = control;
        this.others = others;
        this.member = member;
        this.log = log;
    }

    /** @param node who asks */
    void requireSameHistory(Frame question, String node) throws GateException {
        Gate.requireEpoch(node, question.getEpoch(), epoch.getAsLong());
    }

    /** Whether the other end may go on. */
    @FunctionalInterface
    interface Check {
        void make(Frame question) throws GateException, IOException, InterruptedException;
    }

    /**
     * Answers question after question until the other end has enough.
     *
     * @param check refuses the other end when it is no control node of this cluster any more
     */
    void serve(LinkStream stream, Frame first, Check check)
            throws LinkClosedException, GateException, IOException, InterruptedException {
        Optional<Frame> next = Optional.of(first);
        while (next.isPresent()) {
            check.make(next.get());
            stream.send(answer(next.get()));
            next = stream.receive();
        }
    }

    private Frame.Builder answer(Frame question) throws InterruptedException {
        return switch (question.getBodyCase()) {
            case PEER_CALL -> Frame.newBuilder().setPeerAnswer(answer(question.getPeerCall()));
            case HANDED -> Frame.newBuilder().setHandedAnswer(answer(question.getHanded()));
            case BEAT -> answer(question.getBeat());
            default ->
                Frame.newBuilder()
                        .setUnavailable(Frame.Unavailable.newBuilder()
                                .setReason("this control node does not know what was asked"));
        };
    }

    private PeerAnswer.Builder answer(PeerCall call) throws InterruptedException {
        if (!call.getTo().equals(member)) {
            return PeerAnswer.newBuilder().setFailed("here is the member '" + member + "', not '" + call.getTo() + "'");
        }
        try {
            byte[] reply = log.answer(call(call.getKind()), call.getRequest().toByteArray());
            return PeerAnswer.newBuilder()
                    .setReply(
                            call.getKind() == PeerCall.Kind.HELLO
                                    ? ByteString.copyFromUtf8(Integer.toString(Machine.LEVEL))
                                    : ByteString.copyFrom(reply));
        } catch (IOException | IllegalArgumentException failed) {
            return PeerAnswer.newBuilder().setFailed(failed.toString());
        }
    }

    private HandedAnswer answer(Handed handed) throws InterruptedException {
        try {
            Envelope command = ENVELOPES.decode(handed.getEnvelope().toByteArray());
            return ControlPeers.handed(submit(command, handed.getHops()));
        } catch (MalformedException | IllegalArgumentException broken) {
            return ControlPeers.handed(
                    new Answer.Refused("a command that is not understood: " + broken.getMessage(), false));
        }
    }

    private Answer submit(Envelope command, int hops) throws InterruptedException {
        return control.leadership() instanceof Leadership.Following(Optional<String> leader)
                        && leader.isPresent()
                        && hops + 1 < HOPS_MAX
                ? others.submit(leader, command, hops + 1)
                : control.submitHere(command.actor(), command.command());
    }

    private Frame.Builder answer(Beat beat) throws InterruptedException {
        Duration limit = Duration.ofMillis(control.ttlMillis() / 2);
        try {
            return Frame.newBuilder()
                    .setBeatAnswer(control.beatHere(beat).get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException unanswered) {
            return Frame.newBuilder()
                    .setUnavailable(Frame.Unavailable.newBuilder()
                            .setReason("the beat was not answered within " + limit.toMillis() + " ms"));
        }
    }

    static PeerCall.Kind kind(Peers.Call call) {
        return switch (call) {
            case VOTE -> PeerCall.Kind.VOTE;
            case APPEND -> PeerCall.Kind.APPEND;
            case SNAPSHOT -> PeerCall.Kind.SNAPSHOT;
            case ELECT -> PeerCall.Kind.ELECT;
            case READ_INDEX -> PeerCall.Kind.READ_INDEX;
            case HELLO -> PeerCall.Kind.HELLO;
        };
    }

    private static Peers.Call call(PeerCall.Kind kind) {
        return switch (kind) {
            case VOTE -> Peers.Call.VOTE;
            case APPEND -> Peers.Call.APPEND;
            case SNAPSHOT -> Peers.Call.SNAPSHOT;
            case ELECT -> Peers.Call.ELECT;
            case READ_INDEX -> Peers.Call.READ_INDEX;
            case HELLO -> Peers.Call.HELLO;
            case KIND_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalArgumentException("an unknown call");
        };
    }
}
