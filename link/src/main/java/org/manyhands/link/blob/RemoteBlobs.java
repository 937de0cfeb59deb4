package org.manyhands.link.blob;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.manyhands.link.LinkClosedException;
import org.manyhands.link.LinkStream;
import org.manyhands.link.Parts;
import org.manyhands.store.Blob;
import org.manyhands.store.BlobBytes;
import org.manyhands.store.BlobMissingException;
import org.manyhands.store.BlobStore;
import org.manyhands.store.BlobUnreachableException;
import org.manyhands.store.Digest;
import org.manyhands.store.FetchedBytes;
import org.manyhands.store.Receipt;
import org.manyhands.store.SealedBlob;
import org.manyhands.wire.BlobAsked;
import org.manyhands.wire.BlobPut;
import org.manyhands.wire.BlobRange;
import org.manyhands.wire.BlobTrouble;
import org.manyhands.wire.Blobs;
import org.manyhands.wire.Frame;
import org.manyhands.wire.PieceAsked;

/**
 * The blobs of another node. What is read is verified here. While that node cannot be reached, a question waits for it as long as the
 * patience says: an outage is no fault of the task that asks. Safe for concurrent use.
 *
 * <p>A node that does not answer is a {@link BlobUnreachableException}.
 */
public final class RemoteBlobs implements BlobStore {
    /** More of them are asked after in several questions. */
    public static final int BLOBS_MAX = 4_096;

    private static final long AGAIN_MILLIS = 100;
    /** A copy of a large blob is made as fast as this, at least. */
    private static final long FETCHED_BYTES_PER_SECOND_MIN = 1 << 20;

    private final Opener link;
    private final Duration patience;
    private final Duration answerLimit;

    /** Opens a stream to who has blobs. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Opens one.
         *
         * @throws LinkClosedException if that is not possible now
         */
        LinkStream open() throws LinkClosedException;
    }

    /**
     * The blobs of whoever is at the other end.
     *
     * @param patience how long a question waits for who cannot be reached
     * @param answerLimit how long who was reached may say nothing
     */
    public RemoteBlobs(Opener link, Duration patience, Duration answerLimit) {
        this.link = link;
        this.patience = patience;
        this.answerLimit = answerLimit;
    }

    /** What is asked on a stream of its own. */
    private interface Question<T> {
        T ask(LinkStream stream) throws IOException, LinkClosedException, InterruptedException;
    }

    private <T> T ask(String about, Question<T> question) throws IOException {
        long giveUp = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return once(question);
            } catch (LinkClosedException | BlobUnreachableException away) {
                if (System.nanoTime() >= giveUp) {
                    throw unreachable(about, away);
                }
            }
            rest();
        }
    }

    private static BlobUnreachableException unreachable(String about, Exception away) {
        return new BlobUnreachableException(about + " is out of reach: " + away.getMessage(), away);
    }

    private <T> T once(Question<T> question) throws IOException, LinkClosedException {
        try {
            LinkStream stream = link.open();
            try {
                return question.ask(stream);
            } finally {
                stream.close("the question is answered");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private static void rest() throws InterruptedIOException {
        try {
            Thread.sleep(AGAIN_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public Optional<Receipt> has(Digest blob) throws IOException {
        try {
            return Optional.of(ask("blob " + blob, stream -> {
                stream.send(Frame.newBuilder().setHas(asked(blob)));
                return receipt(blob, stream.expect(answerLimit));
            }));
        } catch (BlobMissingException missing) {
            return Optional.empty();
        }
    }

    /** Those of the blobs that are not there. */
    public List<Digest> lacking(List<Digest> blobs) throws IOException {
        List<Digest> all = new ArrayList<>();
        for (int from = 0; from == 0 || from < blobs.size(); from += BLOBS_MAX) {
            Blobs.Builder some = Blobs.newBuilder();
            blobs.subList(from, Math.min(from + BLOBS_MAX, blobs.size())).forEach(blob -> some.addBlobs(bytes(blob)));
            Blobs lacked = ask("what blobs are there", stream -> {
                stream.send(Frame.newBuilder().setLacking(some));
                return stream.expect(answerLimit).getLacked();
            });
            lacked.getBlobsList().forEach(blob -> all.add(Digest.fromBytes(blob.toByteArray())));
        }
        return all;
    }

    /**
     * Has the node make a copy of a blob, from whoever has it.
     *
     * @param bytes its size
     */
    public Receipt fetch(Digest blob, long bytes) throws IOException {
        Duration limit = answerLimit.plusSeconds(bytes / FETCHED_BYTES_PER_SECOND_MIN);
        return ask("blob " + blob, stream -> {
            stream.send(Frame.newBuilder().setFetch(asked(blob)));
            return receipt(blob, stream.expect(limit));
        });
    }

    @Override
    public Receipt put(SealedBlob blob) throws IOException {
        return ask("blob " + blob.name(), stream -> {
            try (InputStream content = blob.open()) {
                return put(stream, blob.name(), blob.bytes(), content);
            }
        });
    }

    @Override
    public Receipt put(Digest blob, long bytes, InputStream content) throws IOException {
        try {
            return once(stream -> put(stream, blob, bytes, content));
        } catch (LinkClosedException down) {
            throw unreachable("blob " + blob, down);
        }
    }

    private Receipt put(LinkStream stream, Digest blob, long bytes, InputStream content)
            throws IOException, LinkClosedException, InterruptedException {
        try {
            stream.send(Frame.newBuilder()
                    .setPut(BlobPut.newBuilder().setBlob(bytes(blob)).setBytes(bytes)));
            Parts.send(stream, content);
            stream.end();
        } catch (LinkClosedException heardEnough) {
            // Why is the last thing that it said.
            return receipt(blob, stream.expect(answerLimit));
        }
        return receipt(blob, stream.expect(answerLimit));
    }

    @Override
    public Blob open(Digest blob) throws IOException {
        return Blob.open(blob, bytes(blob, length(blob)));
    }

    /** A blob that has so many bytes, not verified yet. */
    public BlobBytes bytes(Digest blob, long length) {
        return new FetchedBytes(blob, length, (position, count) -> read(blob, position, count));
    }

    /** How many bytes a blob has there, as stored. */
    public long length(Digest blob) throws IOException {
        return ask("blob " + blob, stream -> {
            stream.send(Frame.newBuilder().setOpen(asked(blob)));
            Frame answer = stream.expect(answerLimit);
            if (answer.hasFound()) {
                return answer.getFound().getBytes();
            }
            throw trouble(blob, answer);
        });
    }

    /** Bytes as stored, verified there; fewer than asked for only at the end. */
    public byte[] read(Digest blob, long position, int length) throws IOException {
        return ask("blob " + blob, stream -> {
            stream.send(Frame.newBuilder().setRead(range(blob, position, length)));
            return parts(blob, stream, stream.receive(answerLimit));
        });
    }

    /** The same, or who else has them: for somebody who can ask other workers. */
    public Found find(Digest blob, long position, int length) throws IOException {
        return ask("blob " + blob, stream -> {
            stream.send(Frame.newBuilder().setRead(range(blob, position, length).setPeers(true)));
            Optional<Frame> first = stream.receive(answerLimit);
            return first.isPresent() && first.get().hasHolders()
                    ? new Found.Elsewhere(first.get().getHolders().getHoldersList())
                    : new Found.Here(parts(blob, stream, first));
        });
    }

    /** Bytes as stored that another worker has read; nobody has verified them. */
    public byte[] piece(Digest blob, long position, int length, ByteString ticket) throws IOException {
        return ask("blob " + blob, stream -> {
            stream.send(Frame.newBuilder()
                    .setPiece(PieceAsked.newBuilder()
                            .setRange(range(blob, position, length))
                            .setTicket(ticket)));
            return parts(blob, stream, stream.receive(answerLimit));
        });
    }

    private static BlobRange.Builder range(Digest blob, long position, int length) {
        return BlobRange.newBuilder().setBlob(bytes(blob)).setPosition(position).setLength(length);
    }

    private byte[] parts(Digest blob, LinkStream stream, Optional<Frame> first)
            throws IOException, LinkClosedException, InterruptedException {
        ByteString read = ByteString.empty();
        Optional<Frame> next = first;
        while (next.isPresent()) {
            if (!next.get().hasPart()) {
                throw trouble(blob, next.get());
            }
            read = read.concat(next.get().getPart().getBytes());
            next = stream.receive(answerLimit);
        }
        return read.toByteArray();
    }

    private static BlobAsked.Builder asked(Digest blob) {
        return BlobAsked.newBuilder().setBlob(bytes(blob));
    }

    private static ByteString bytes(Digest blob) {
        return ByteString.copyFrom(blob.toBytes());
    }

    private static Receipt receipt(Digest blob, Frame answer) throws IOException {
        if (!answer.hasReceipt()) {
            throw trouble(blob, answer);
        }
        org.manyhands.wire.Receipt receipt = answer.getReceipt();
        return new Receipt(receipt.getStoresList(), blob, receipt.getBytes(), receipt.getWallMillis());
    }

    private static IOException trouble(Digest blob, Frame answer) {
        BlobTrouble trouble = answer.getTrouble();
        return switch (trouble.getKind()) {
            case MISSING -> new BlobMissingException(blob, "the store of the control plane");
            case UNREACHABLE -> new BlobUnreachableException(trouble.getSentence());
            default -> new IOException("blob " + blob + ": " + trouble.getSentence());
        };
    }
}
