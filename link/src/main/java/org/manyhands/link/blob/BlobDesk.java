package org.manyhands.link.blob;

import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.manyhands.link.LinkClosedException;
import org.manyhands.link.LinkStream;
import org.manyhands.link.Parts;
import org.manyhands.store.Blob;
import org.manyhands.store.BlobMissingException;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.BlobSource;
import org.manyhands.store.BlobStore;
import org.manyhands.store.BlobUnreachableException;
import org.manyhands.store.CorruptBlobException;
import org.manyhands.store.Digest;
import org.manyhands.store.Receipt;
import org.manyhands.wire.BlobFound;
import org.manyhands.wire.BlobPut;
import org.manyhands.wire.BlobRange;
import org.manyhands.wire.BlobTrouble;
import org.manyhands.wire.Blobs;
import org.manyhands.wire.Frame;

/** Where nodes ask for blobs, and bring theirs. */
public final class BlobDesk {
    private static final int RANGE_BYTES_MAX = 4 << 20;

    private final BlobStore store;
    private final BlobSource all;

    /**
     * @param store whose blobs are given, and which takes those that come
     * @param all where it fetches what it is told to have a copy of
     */
    public BlobDesk(BlobStore store, BlobSource all) {
        this.store = store;
        this.all = all;
    }

    /** Answers the one question of a stream. */
    public void answer(LinkStream stream, Frame question) throws LinkClosedException, InterruptedException {
        try {
            switch (question.getBodyCase()) {
                case HAS -> has(stream, digest(question.getHas().getBlob()));
                case OPEN -> open(stream, digest(question.getOpen().getBlob()));
                case READ -> read(stream, question.getRead());
                case PUT -> put(stream, question.getPut());
                case FETCH ->
                    stream.send(receipt(
                            store.putFrom(all, digest(question.getFetch().getBlob()))));
                case LACKING -> lacking(stream, question.getLacking());
                default -> throw new IllegalArgumentException("no question about a blob: " + question.getBodyCase());
            }
        } catch (IOException | IllegalArgumentException trouble) {
            stream.send(Frame.newBuilder()
                    .setTrouble(BlobTrouble.newBuilder()
                            .setKind(kind(trouble))
                            .setSentence(String.valueOf(trouble.getMessage()))));
        }
    }

    private static BlobTrouble.Kind kind(Exception trouble) {
        return switch (trouble) {
            case BlobMissingException _ -> BlobTrouble.Kind.MISSING;
            case CorruptBlobException _ -> BlobTrouble.Kind.CORRUPT;
            case BlobRefusedException _ -> BlobTrouble.Kind.REFUSED;
            case BlobUnreachableException _ -> BlobTrouble.Kind.UNREACHABLE;
            default -> BlobTrouble.Kind.FAILED;
        };
    }

    private static Digest digest(ByteString bytes) {
        return Digest.fromBytes(bytes.toByteArray());
    }

    private void has(LinkStream stream, Digest blob) throws IOException, LinkClosedException, InterruptedException {
        Optional<Receipt> receipt = store.has(blob);
        stream.send(receipt.isPresent() ? receipt(receipt.get()) : missing(blob));
    }

    private static Frame.Builder missing(Digest blob) {
        return Frame.newBuilder()
                .setTrouble(BlobTrouble.newBuilder()
                        .setKind(BlobTrouble.Kind.MISSING)
                        .setSentence("blob " + blob + " is not here"));
    }

    private static Frame.Builder receipt(Receipt receipt) {
        return Frame.newBuilder()
                .setReceipt(org.manyhands.wire.Receipt.newBuilder()
                        .addAllStores(receipt.stores())
                        .setBlob(ByteString.copyFrom(receipt.blob().toBytes()))
                        .setBytes(receipt.bytes())
                        .setWallMillis(receipt.wallMillis()));
    }

    private void open(LinkStream stream, Digest digest) throws IOException, LinkClosedException, InterruptedException {
        try (Blob blob = store.open(digest)) {
            stream.send(Frame.newBuilder().setFound(BlobFound.newBuilder().setBytes(blob.storedBytes())));
        }
    }

    private void read(LinkStream stream, BlobRange range)
            throws IOException, LinkClosedException, InterruptedException {
        try (Blob blob = store.open(digest(range.getBlob()))) {
            byte[] bytes = blob.storedBytes(range.getPosition(), Math.clamp(range.getLength(), 0, RANGE_BYTES_MAX));
            Parts.send(stream, new ByteArrayInputStream(bytes));
        }
    }

    private void put(LinkStream stream, BlobPut put) throws IOException, LinkClosedException, InterruptedException {
        try (InputStream content = Parts.receive(stream)) {
            stream.send(receipt(store.put(digest(put.getBlob()), put.getBytes(), content)));
        }
    }

    private void lacking(LinkStream stream, Blobs asked) throws IOException, LinkClosedException, InterruptedException {
        Blobs.Builder lacked = Blobs.newBuilder();
        for (ByteString blob : asked.getBlobsList()) {
            if (store.has(digest(blob)).isEmpty()) {
                lacked.addBlobs(blob);
            }
        }
        stream.send(Frame.newBuilder().setLacked(lacked));
    }
}
