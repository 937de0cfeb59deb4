package org.manyhands.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Random access to the unverified bytes of one blob, wherever they are. Safe for concurrent use. */
public interface BlobBytes extends AutoCloseable {
    /** All bytes of the blob. */
    long length();

    /** Fills the range of the target from a position of the blob; throws {@link java.io.EOFException} if it ends early. */
    void read(long position, byte[] target, int offset, int length) throws IOException;

    @Override
    void close() throws IOException;

    /**
     * All bytes of a blob as they come.
     *
     * @throws EOFException if there are fewer
     */
    static byte[] read(Digest blob, int bytes, InputStream content) throws IOException {
        byte[] body = content.readNBytes(bytes);
        if (body.length != bytes) {
            throw new EOFException("the content of blob " + blob + " ended after " + body.length + " of " + bytes);
        }
        return body;
    }

    /** Bytes in memory; the array must not be changed afterwards. */
    static BlobBytes of(byte[] bytes) {
        return new MemoryBytes(bytes);
    }
}
