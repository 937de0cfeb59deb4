package org.manyhands.store;

import java.io.IOException;

/** Gives blobs to read; a local store, or a client of a remote one. Safe for concurrent use. */
@FunctionalInterface
public interface BlobSource {
    /**
     * Opens a blob; its index is verified before this returns, its frames when they are read.
     *
     * @throws BlobMissingException if it is not here
     * @throws CorruptBlobException if its index is damaged
     */
    Blob open(Digest blob) throws IOException;

    /** Opens a blob that must be of a kind. */
    default Blob open(Digest blob, BlobKind kind) throws IOException {
        Blob opened = open(blob);
        if (opened.kind() != kind) {
            opened.close();
            throw new CorruptBlobException(blob, "index", "it is a " + opened.kind() + " (expected: " + kind + ")");
        }
        return opened;
    }
}
