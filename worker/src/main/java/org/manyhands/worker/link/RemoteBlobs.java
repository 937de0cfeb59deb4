package org.manyhands.worker.link;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import org.manyhands.link.LinkClosedException;
import org.manyhands.link.LinkStream;
import org.manyhands.link.Parts;
import org.manyhands.store.Blob;
import org.manyhands.store.BlobMissingException;
import org.manyhands.store.BlobSink;
import org.manyhands.store.BlobSource;
import org.manyhands.store.Digest;
import org.manyhands.store.FetchedBytes;
import org.manyhands.store.Receipt;
import org.manyhands.store.SealedBlob;
import org.manyhands.wire.BlobAsked;
import org.manyhands.wire.BlobPut;
import org.manyhands.wire.BlobRange;
import org.manyhands.wire.BlobTrouble;
import org.manyhands.wire.Frame;
import org.manyhands.worker.run.LinkDownException;

/**
 * The blobs of the control plane. What is read is verified here. While no control node can be reached, a question waits for one for
 * up to a minute: an outage is no fault of the task that asks. Safe for concurrent use.
 */
public final class RemoteBlobs implements BlobSource, BlobSink {
    private static final Duration OUTAGE_MAX = Duration.ofMinutes(1);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
    private static final long AGAIN_MILLIS = 100;

    private final Opener link;
    private final Duration outageMax;

    /** Opens a stream to who has blobs. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Opens one.
         *
         * @throws LinkDownException if that is not possible now
         */
        LinkStream open() throws LinkDownException;
    }

    public RemoteBlobs(RemoteLink link) {
        this(link::openStream, OUTAGE_MAX);
    }

    /**
     * The blobs of whoever else.
     *
     * @param outageMax how long a question waits for who cannot be reached
     */
    public RemoteBlobs(Opener link, Duration outageMax) {
        this.link = link;
        this.outageMax = outageMax;
    }

    /** What is asked on a stream of its own. */
    private interface Question<T> {
        T ask(LinkStream stream) throws IOException, LinkClosedException, InterruptedException;
    }

    private <T> T ask(Digest blob, Question<T> question) throws IOException {
        long giveUp = System.nanoTime() + outageMax.toNanos();
        while (true) {
            String trouble;
            try {
                return once(question);
            } catch (LinkClosedException | LinkDownException down) {
                trouble = String.valueOf(down.getMessage());
            }
            if (System.nanoTime() > giveUp) {
                throw new IOException("blob " + blob + " is out of reach: " + trouble);
            }
            rest();
        }
    }

    private <T> T once(Question<T> question) throws IOException, LinkClosedException, LinkDownException {
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
            return Optional.of(ask(blob, stream -> {
                stream.send(Frame.newBuilder().setHas(asked(blob)));
                return receipt(blob, stream.expect(ANSWER_LIMIT));
            }));
        } catch (BlobMissingException missing) {
            return Optional.empty();
        }
    }

    @Override
    public Receipt put(SealedBlob blob) throws IOException {
        return ask(blob.name(), stream -> {
            try (InputStream content = blob.open()) {
                return put(stream, blob.name(), blob.bytes(), content);
            }
        });
    }

    @Override
    public Receipt put(Digest blob, long bytes, InputStream content) throws IOException {
        try {
            return once(stream -> put(stream, blob, bytes, content));
        } catch (LinkClosedException | LinkDownException down) {
            throw new IOException("blob " + blob + " could not be put: " + down.getMessage(), down);
        }
    }

    private static Receipt put(LinkStream stream, Digest blob, long bytes, InputStream content)
            throws IOException, LinkClosedException, InterruptedException {
        try {
            stream.send(Frame.newBuilder()
                    .setPut(BlobPut.newBuilder().setBlob(bytes(blob)).setBytes(bytes)));
            Parts.send(stream, content);
            stream.end();
        } catch (LinkClosedException heardEnough) {
            // Why is the last thing that it said.
            return receipt(blob, stream.expect(ANSWER_LIMIT));
        }
        return receipt(blob, stream.expect(ANSWER_LIMIT));
    }

    @Override
    public Blob open(Digest blob) throws IOException {
        long length = ask(blob, stream -> {
            stream.send(Frame.newBuilder().setOpen(asked(blob)));
            Frame answer = stream.expect(ANSWER_LIMIT);
            if (answer.hasFound()) {
                return answer.getFound().getBytes();
            }
            throw trouble(blob, answer);
        });
        return Blob.open(blob, new FetchedBytes(blob, length, (position, count) -> read(blob, position, count)));
    }

    private byte[] read(Digest blob, long position, int length) throws IOException {
        return ask(blob, stream -> {
            stream.send(Frame.newBuilder()
                    .setRead(BlobRange.newBuilder()
                            .setBlob(bytes(blob))
                            .setPosition(position)
                            .setLength(length)));
            ByteString read = ByteString.empty();
            Optional<Frame> next = stream.receive();
            while (next.isPresent()) {
                if (!next.get().hasPart()) {
                    throw trouble(blob, next.get());
                }
                read = read.concat(next.get().getPart().getBytes());
                next = stream.receive();
            }
            return read.toByteArray();
        });
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
        return new Receipt(receipt.getStore(), blob, receipt.getBytes(), receipt.getWallMillis());
    }

    private static IOException trouble(Digest blob, Frame answer) {
        BlobTrouble trouble = answer.getTrouble();
        return trouble.getKind() == BlobTrouble.Kind.MISSING
                ? new BlobMissingException(blob, "the store of the control plane")
                : new IOException("blob " + blob + ": " + trouble.getSentence());
    }
}
