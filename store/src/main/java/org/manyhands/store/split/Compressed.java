package org.manyhands.store.split;

import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Sees through gzip and zstd, which it knows by their first bytes and not by names. */
public final class Compressed {
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};
    private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
    private static final int BUFFER_BYTES = 64 << 10;

    private Compressed() {}

    /**
     * The plain content of a stream; as it is, if it is not compressed.
     *
     * @throws IOException also later, from the stream: the data is damaged or ends early
     */
    public static InputStream plain(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, BUFFER_BYTES);
        in.mark(ZSTD.length);
        byte[] first = in.readNBytes(ZSTD.length);
        in.reset();
        if (first.length >= GZIP.length && Arrays.equals(GZIP, Arrays.copyOf(first, GZIP.length))) {
            return new GZIPInputStream(in, BUFFER_BYTES);
        }
        return Arrays.equals(ZSTD, first) ? new Zstd(in) : in;
    }

    /** Tells damage in the way of a stream. */
    private static final class Zstd extends FilterInputStream {
        Zstd(InputStream in) {
            super(new ZstdInputStream(in));
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return in.read(target, offset, length);
            } catch (RuntimeException damaged) {
                // Besides its own exception the library lets arithmetic and index errors of damaged data through.
                throw new IOException("its zstd data is damaged: " + damaged.getMessage(), damaged);
            }
        }
    }
}
