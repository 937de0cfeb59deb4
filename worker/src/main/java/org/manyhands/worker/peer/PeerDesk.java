package org.manyhands.worker.peer;

import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.manyhands.link.Acceptor;
import org.manyhands.link.Caller;
import org.manyhands.link.LinkClosedException;
import org.manyhands.link.LinkStream;
import org.manyhands.link.NodeCredentials;
import org.manyhands.link.Parts;
import org.manyhands.link.blob.Ticket;
import org.manyhands.store.Digest;
import org.manyhands.wire.BlobTrouble;
import org.manyhands.wire.Frame;
import org.manyhands.wire.PieceAsked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives pieces to other workers of the cluster that have a ticket for them; who has none is named in the log. */
public final class PeerDesk implements Acceptor {
    /** So many are given at once; who comes then is sent back to the control node. */
    static final int GIVEN_MAX = 16;

    private static final Duration FIRST_LIMIT = Duration.ofSeconds(10);
    private static final long ON_ITS_WAY_MILLIS_MAX = 10_000;
    private static final int SECRET_BYTES = 32;
    private static final Logger LOG = LoggerFactory.getLogger(PeerDesk.class);

    private final NodeCredentials own;
    private final Pieces pieces;
    private final byte[] secret = new byte[SECRET_BYTES];
    private final Semaphore given = new Semaphore(GIVEN_MAX);
    private final LongAdder givenBytes = new LongAdder();

    public PeerDesk(NodeCredentials own, Pieces pieces) {
        this.own = own;
        this.pieces = pieces;
        new SecureRandom().nextBytes(secret);
    }

    /** Of this start; with it the control node makes tickets. */
    public ByteString secret() {
        return ByteString.copyFrom(secret);
    }

    long givenBytes() {
        return givenBytes.sum();
    }

    @Override
    public void accept(LinkStream stream, Caller caller) throws LinkClosedException, InterruptedException {
        Frame first = stream.expect(FIRST_LIMIT);
        Digest blob = Digest.fromBytes(first.getPiece().getRange().getBlob().toByteArray());
        if (!first.hasPiece() || !mayHave(caller, first.getPiece(), blob)) {
            LOG.warn("Refused {} from {}: it has no ticket for that", first.getBodyCase(), caller.address());
            stream.refuse("a worker gives pieces of blobs to workers that a control node has sent, and nothing else");
            return;
        }
        caller.letIn();
        if (!given.tryAcquire()) {
            trouble(stream, BlobTrouble.Kind.REFUSED, "this worker gives " + GIVEN_MAX + " pieces already");
            return;
        }
        try {
            give(stream, blob, first.getPiece().getRange().getPosition());
        } finally {
            given.release();
        }
    }

    private boolean mayHave(Caller caller, PieceAsked asked, Digest blob) {
        return caller.certificate().filter(this::isOfThisCluster).stream()
                .anyMatch(certificate ->
                        Ticket.isRight(asked.getTicket().toByteArray(), secret, certificate.getPublicKey(), blob));
    }

    private boolean isOfThisCluster(X509Certificate certificate) {
        try {
            certificate.verify(own.authority().getPublicKey());
            certificate.checkValidity();
            return true;
        } catch (GeneralSecurityException stranger) {
            return false;
        }
    }

    private void give(LinkStream stream, Digest blob, long position) throws LinkClosedException, InterruptedException {
        Optional<byte[]> piece = pieces.find(blob, position, ON_ITS_WAY_MILLIS_MAX);
        if (piece.isEmpty()) {
            trouble(stream, BlobTrouble.Kind.MISSING, "this worker does not have it");
            return;
        }
        try {
            Parts.send(stream, new ByteArrayInputStream(piece.get()));
            givenBytes.add(piece.get().length);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void trouble(LinkStream stream, BlobTrouble.Kind kind, String sentence)
            throws LinkClosedException, InterruptedException {
        stream.send(Frame.newBuilder()
                .setTrouble(BlobTrouble.newBuilder().setKind(kind).setSentence(sentence)));
    }
}
