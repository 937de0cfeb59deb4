package org.manyhands.store;

import java.io.IOException;
import java.io.InputStream;

/** A finished blob that waits to be put: in memory, or in a spool file that goes when this is closed. */
public final class SealedBlob implements AutoCloseable {
    private final Digest name;
    private final Spool spool;

    SealedBlob(Digest name, Spool spool) {
        this.name = name;
        this.spool = spool;
    }

    public Digest name() {
        return name;
    }

    /** All bytes of the blob as stored. */
    public long bytes() {
        return spool.size();
    }

    /** The bytes as they are stored and sent; may be opened repeatedly until this is closed. */
    public InputStream open() throws IOException {
        return spool.open();
    }

    /** Reads the blob where it is; the reader is good until this is closed. */
    public Blob read() throws IOException {
        return Blob.open(name, spool.bytes());
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }
}
