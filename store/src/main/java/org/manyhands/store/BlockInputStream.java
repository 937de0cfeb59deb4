package org.manyhands.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A stream that has its bytes in blocks; a single byte is a block of one. */
public abstract class BlockInputStream extends InputStream {
    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public final int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        return length == 0 ? 0 : readSome(target, offset, length);
    }

    /**
     * Reads at least one byte.
     *
     * @param length at least 1
     * @return how many; -1 at the end
     */
    protected abstract int readSome(byte[] target, int offset, int length) throws IOException;
}
