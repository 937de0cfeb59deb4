package org.manyhands.store;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Content that lies in parts, one behind the other; one of them is open at a time. */
public abstract class PartsStream extends BlockInputStream {
    private InputStream current = InputStream.nullInputStream();

    /** Opens the next part, which is closed before the one after it is opened; none behind the last. */
    protected abstract Optional<InputStream> next() throws IOException;

    /** A part that something must be closed for when it was read. */
    protected static InputStream owning(InputStream part, Closeable owner) {
        return new FilterInputStream(part) {
            @Override
            public void close() throws IOException {
                owner.close();
            }
        };
    }

    @Override
    protected final int readSome(byte[] target, int offset, int length) throws IOException {
        int count = current.read(target, offset, length);
        while (count < 0) {
            current.close();
            current = InputStream.nullInputStream();
            Optional<InputStream> part = next();
            if (part.isEmpty()) {
                return -1;
            }
            current = part.get();
            count = current.read(target, offset, length);
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        InputStream open = current;
        current = InputStream.nullInputStream();
        open.close();
    }
}
