package org.manyhands.server.link;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.manyhands.link.LinkClosedException;
import org.manyhands.link.LinkStream;
import org.manyhands.link.Parts;
import org.manyhands.store.Blob;
import org.manyhands.store.BlobMissingException;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.BlobSink;
import org.manyhands.store.BlobSource;
import org.manyhands.store.CorruptBlobException;
import org.manyhands.store.Digest;
import org.manyhands.store.Receipt;
import org.manyhands.wire.BlobFound;
import org.manyhands.wire.BlobPut;
import org.manyhands.wire.BlobRange;
import org.manyhands.wire.BlobTrouble;
import org.manyhands.wire.Frame;

/** Where nodes ask for the blobs of this one, and bring theirs. Each question is a stream; readers verify what they get. */
final class BlobDesk {
    private static final int RANGE_BYTES_MAX = 4 << 20;

    private final BlobSource source;
    private final BlobSink sink;

    BlobDesk(BlobSource source, BlobSink sink) {
        this.source = source;
        this.sink = sink;
    }

    void answer(LinkStream stream, Frame question) throws LinkClosedException, InterruptedException {
        try {
            switch (question.getBodyCase()) {
                case HAS -> has(stream, digest(question.getHas().getBlob()));
                case OPEN -> open(stream, digest(question.getOpen().getBlob()));
                case READ -> read(stream, question.getRead());
                case PUT -> put(stream, question.getPut());
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
            default -> BlobTrouble.Kind.FAILED;
        };
    }

    private static Digest digest(ByteString bytes) {
        return Digest.fromBytes(bytes.toByteArray());
    }

    private void has(LinkStream stream, Digest blob) throws IOException, LinkClosedException, InterruptedException {
        Optional<Receipt> receipt = sink.has(blob);
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
                        .setStore(receipt.store())
                        .setBlob(ByteString.copyFrom(receipt.blob().toBytes()))
                        .setBytes(receipt.bytes())
                        .setWallMillis(receipt.wallMillis()));
    }

    private void open(LinkStream stream, Digest digest) throws IOException, LinkClosedException, InterruptedException {
        try (Blob blob = source.open(digest)) {
            stream.send(Frame.newBuilder().setFound(BlobFound.newBuilder().setBytes(blob.storedBytes())));
        }
    }

    private void read(LinkStream stream, BlobRange range)
            throws IOException, LinkClosedException, InterruptedException {
        try (Blob blob = source.open(digest(range.getBlob()))) {
            byte[] bytes = blob.storedBytes(range.getPosition(), Math.clamp(range.getLength(), 0, RANGE_BYTES_MAX));
            Parts.send(stream, new java.io.ByteArrayInputStream(bytes));
        }
    }

    private void put(LinkStream stream, BlobPut put) throws IOException, LinkClosedException, InterruptedException {
        try (InputStream content = Parts.receive(stream)) {
            stream.send(receipt(sink.put(digest(put.getBlob()), put.getBytes(), content)));
        }
    }
}
