package org.manyhands.store;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Content in memory. */
final class MemoryContent implements Content {
    private final byte[] bytes;

    MemoryContent(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public void requireUnchanged() {}
}
