package org.manyhands.server.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.manyhands.store.Blob;
import org.manyhands.store.BlockInputStream;

/** A range of a blob as it is stored, a piece of it in memory at a time: who asks and does not read holds no more than that. */
final class StoredRange extends BlockInputStream {
    private static final int PIECE_BYTES_MAX = 512 << 10;

    private final Blob blob;
    private final long end;
    private long position;
    private InputStream piece;

    /** Bytes {@code from} on, at most {@code length}; the first piece is read here, so that it is known to be whole. */
    StoredRange(Blob blob, long from, int length) throws IOException {
        this.blob = blob;
        position = Math.clamp(from, 0, blob.storedBytes());
        end = Math.min(blob.storedBytes(), position + length);
        piece = next();
    }

    private InputStream next() throws IOException {
        byte[] next = blob.storedBytes(position, (int) Math.min(PIECE_BYTES_MAX, end - position));
        position += next.length;
        return new ByteArrayInputStream(next);
    }

    /** How many are still to be read. */
    long left() throws IOException {
        return end - position + piece.available();
    }

    @Override
    protected int readSome(byte[] target, int offset, int length) throws IOException {
        if (piece.available() == 0 && position < end) {
            piece = next();
        }
        return piece.read(target, offset, length);
    }
}
