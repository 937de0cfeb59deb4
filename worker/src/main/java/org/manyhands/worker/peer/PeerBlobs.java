package org.manyhands.worker.peer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.manyhands.link.blob.Found;
import org.manyhands.link.blob.RemoteBlobs;
import org.manyhands.store.Blob;
import org.manyhands.store.BlobBytes;
import org.manyhands.store.BlobStore;
import org.manyhands.store.Digest;
import org.manyhands.store.Receipt;
import org.manyhands.store.SealedBlob;
import org.manyhands.store.Spare;

/**
 * The blobs of the control plane, of which large ones are read from other workers where those have them. All is verified here; what
 * is not as it should be is read from the control plane. Safe for concurrent use.
 */
public final class PeerBlobs implements BlobStore {
    /** Smaller blobs come from the control plane at once. */
    static final long SHARED_BYTES_MIN = 1 << 20;

    private final RemoteBlobs control;
    private final Pieces pieces;
    private final Peers peers;

    PeerBlobs(RemoteBlobs control, Pieces pieces, Peers peers) {
        this.control = control;
        this.pieces = pieces;
        this.peers = peers;
    }

    @Override
    public Blob open(Digest blob) throws IOException {
        long length = control.length(blob);
        return length < SHARED_BYTES_MIN
                ? Blob.open(blob, control.bytes(blob, length))
                : Blob.open(blob, new PieceBytes(blob, length), once(blob, length));
    }

    private Spare once(Digest blob, long length) {
        boolean[] given = new boolean[1];
        return () -> {
            pieces.forget(blob);
            Optional<BlobBytes> spare = given[0] ? Optional.empty() : Optional.of(control.bytes(blob, length));
            given[0] = true;
            return spare;
        };
    }

    private byte[] piece(Digest blob, long position) throws IOException {
        return pieces.get(blob, position, () -> switch (control.find(blob, position, Pieces.PIECE_BYTES)) {
            case Found.Here(byte[] bytes) -> bytes;
            case Found.Elsewhere elsewhere -> {
                Optional<byte[]> given = peers.piece(elsewhere.holders(), blob, position);
                yield given.isPresent() ? given.get() : control.read(blob, position, Pieces.PIECE_BYTES);
            }
        });
    }

    @Override
    public Optional<Receipt> has(Digest blob) throws IOException {
        return control.has(blob);
    }

    @Override
    public Receipt put(SealedBlob blob) throws IOException {
        return control.put(blob);
    }

    @Override
    public Receipt put(Digest blob, long bytes, InputStream content) throws IOException {
        return control.put(blob, bytes, content);
    }

    /** The bytes of one blob; the piece that was read last is kept, as frames are read one after the other. */
    private final class PieceBytes implements BlobBytes {
        private final Digest blob;
        private final long length;
        private byte[] piece = new byte[0];
        private long start = -1;

        PieceBytes(Digest blob, long length) {
            this.blob = blob;
            this.length = length;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public synchronized void read(long position, byte[] target, int offset, int count) throws IOException {
            int done = 0;
            while (done < count) {
                long at = position + done;
                turnTo(at - at % Pieces.PIECE_BYTES);
                int from = (int) (at - start);
                int some = Math.min(count - done, piece.length - from);
                if (some <= 0) {
                    throw new EOFException("blob " + blob + " ends within " + count + " bytes at " + position);
                }
                System.arraycopy(piece, from, target, offset + done, some);
                done += some;
            }
        }

        private void turnTo(long wanted) throws IOException {
            if (start != wanted) {
                piece = piece(blob, wanted);
                start = wanted;
            }
        }

        @Override
        public synchronized void close() {
            piece = new byte[0];
            start = -1;
        }
    }
}
