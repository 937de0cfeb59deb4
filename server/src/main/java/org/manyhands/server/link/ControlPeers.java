package org.manyhands.server.link;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.manyhands.core.codec.Codec;
import org.manyhands.core.command.Envelope;
import org.manyhands.core.command.Reply;
import org.manyhands.link.Endpoint;
import org.manyhands.link.LinkClosedException;
import org.manyhands.link.LinkStream;
import org.manyhands.link.NodeCredentials;
import org.manyhands.server.blob.OtherStores;
import org.manyhands.server.control.Answer;
import org.manyhands.server.control.LeaderLink;
import org.manyhands.server.replica.Peers;
import org.manyhands.wire.Beat;
import org.manyhands.wire.BeatAnswer;
import org.manyhands.wire.Frame;
import org.manyhands.wire.Handed;
import org.manyhands.wire.HandedAnswer;
import org.manyhands.wire.PeerAnswer;
import org.manyhands.wire.PeerCall;

/**
 * What a control node says to the others: as a member of the log, and to hand on to the leader what it is asked itself. Safe for
 * concurrent use.
 */
public final class ControlPeers implements Peers, LeaderLink, OtherStores, AutoCloseable {
    /** Of a call between members of the log. A leader that is not heard for as long is none any more. */
    private static final Duration CALL_LIMIT = Duration.ofSeconds(3);
    /** A part of a snapshot is written to a disk. */
    private static final Duration SNAPSHOT_LIMIT = Duration.ofSeconds(20);
    /** As long as a worker waits for the answer to a command. */
    private static final Duration HANDED_LIMIT = Duration.ofSeconds(20);

    private static final Duration BEAT_LIMIT = Duration.ofSeconds(5);
    private static final Codec<Envelope> ENVELOPES = Codec.of(Envelope.class);
    private static final Codec<Reply> REPLIES = Codec.of(Reply.class);

    private final LongSupplier epoch;
    private final Where where;
    private final Supplier<Optional<NodeCredentials>> own;
    /** Votes and entries never wait for what is handed on. */
    private final Map<String, PeerConnection> calls = new ConcurrentHashMap<>();

    private final Map<String, PeerConnection> others = new ConcurrentHashMap<>();

    private volatile Optional<String> refusal = Optional.empty();

    /** Where the other control nodes are. */
    public interface Where {
        /** Of one, by its name in the log; empty if that is not known. */
        List<Endpoint> of(String member);

        /** Of all that are known, by names in the log; also of those that are not in it. */
        Map<String, List<Endpoint>> all();
    }

    /**
     * @param epoch of the history that this node has; 0 if it has none
     * @param own what this node shows; empty while it belongs to no cluster
     */
    public ControlPeers(LongSupplier epoch, Where where, Supplier<Optional<NodeCredentials>> own) {
        this.epoch = epoch;
        this.where = where;
        this.own = own;
    }

    @Override
    public byte[] ask(String to, Call call, byte[] request) throws IOException {
        Frame answer = ask(
                calls,
                to,
                Frame.newBuilder()
                        .setPeerCall(PeerCall.newBuilder()
                                .setTo(to)
                                .setKind(PeerDesk.kind(call))
                                .setRequest(ByteString.copyFrom(request))),
                call == Call.SNAPSHOT ? SNAPSHOT_LIMIT : CALL_LIMIT);
        PeerAnswer peer = answer.getPeerAnswer();
        if (!peer.getFailed().isEmpty()) {
            throw new IOException(peer.getFailed());
        }
        return peer.getReply().toByteArray();
    }

    private Frame ask(Map<String, PeerConnection> ways, String to, Frame.Builder question, Duration limit)
            throws IOException {
        try {
            Frame answer = ways.computeIfAbsent(to, _ -> new PeerConnection())
                    .ask(question.setEpoch(epoch.getAsLong()), where.of(to), credentials(), limit);
            refusal = Optional.empty();
            return answer;
        } catch (IOException failed) {
            if (failed.getCause() instanceof LinkClosedException closed && closed.refused()) {
                refusal = Optional.of(String.valueOf(closed.getMessage()));
            }
            throw new IOException("the control node " + to + " does not answer: " + failed.getMessage(), failed);
        }
    }

    /** Why the control node that was asked last will have nothing to do with this one; empty if that is not so. */
    public Optional<String> refusal() {
        return refusal;
    }

    private NodeCredentials credentials() throws IOException {
        return own.get().orElseThrow(() -> new IOException("this node belongs to no cluster"));
    }

    @Override
    public Answer submit(Optional<String> leader, Envelope command) {
        return submit(leader, command, 0);
    }

    /** @param hops how often it was handed on before */
    Answer submit(Optional<String> leader, Envelope command, int hops) {
        Answer answer = new Answer.Refused("no control node that leads is known; a majority of them must be there");
        for (String to :
                leader.map(List::of).orElseGet(() -> new ArrayList<>(where.all().keySet()))) {
            answer = submit(to, command, hops);
            if (!(answer instanceof Answer.Refused(var _, boolean passing) && passing)) {
                return answer;
            }
        }
        return answer;
    }

    private Answer submit(String to, Envelope command, int hops) {
        try {
            Frame answer = ask(
                    others,
                    to,
                    Frame.newBuilder()
                            .setHanded(Handed.newBuilder()
                                    .setEnvelope(ByteString.copyFrom(ENVELOPES.encode(command)))
                                    .setHops(hops)),
                    HANDED_LIMIT);
            return answer(answer.getHandedAnswer());
        } catch (IOException unknown) {
            return new Answer.Unknown(String.valueOf(unknown.getMessage()));
        }
    }

    private static Answer answer(HandedAnswer answer) {
        if (!answer.getRefused().isEmpty()) {
            return new Answer.Refused(answer.getRefused(), answer.getPassing());
        }
        return answer.getReply().isEmpty()
                ? new Answer.Unknown(answer.getUnknown())
                : new Answer.Applied(REPLIES.decode(answer.getReply().toByteArray()), answer.getApplied());
    }

    static HandedAnswer handed(Answer answer) {
        return switch (answer) {
            case Answer.Applied(Reply reply, long applied) ->
                HandedAnswer.newBuilder()
                        .setApplied(applied)
                        .setReply(ByteString.copyFrom(REPLIES.encode(reply)))
                        .build();
            case Answer.Refused(String sentence, boolean passing) ->
                HandedAnswer.newBuilder()
                        .setRefused(sentence)
                        .setPassing(passing)
                        .build();
            case Answer.Unknown(String cause) ->
                HandedAnswer.newBuilder().setUnknown(cause).build();
        };
    }

    @Override
    public Optional<BeatAnswer> beat(String leader, Beat beat) {
        try {
            Frame answer = ask(others, leader, Frame.newBuilder().setBeat(beat), BEAT_LIMIT);
            return answer.hasBeatAnswer() ? Optional.of(answer.getBeatAnswer()) : Optional.empty();
        } catch (IOException unanswered) {
            return Optional.empty();
        }
    }

    @Override
    public List<String> names() {
        return List.copyOf(where.all().keySet());
    }

    @Override
    public List<Endpoint> addresses(String name) {
        return where.of(name);
    }

    /** A stream about one thing to another control node, for the caller to close. */
    @Override
    public LinkStream open(String to) throws IOException {
        return others.computeIfAbsent(to, _ -> new PeerConnection()).open(where.of(to), credentials());
    }

    /** This node has a younger certificate: connections are made anew. */
    public void renew() {
        calls.values().forEach(PeerConnection::close);
        others.values().forEach(PeerConnection::close);
    }

    @Override
    public void close() {
        renew();
    }
}
