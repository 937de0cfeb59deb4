package org.manyhands.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Takes blobs and answers with receipts; a local store, or a client of a remote one. Safe for concurrent use. */
public interface BlobSink {
    /** A receipt if the blob is there; the answer counts as a touch, so the blob stays for an hour at least. */
    Optional<Receipt> has(Digest blob) throws IOException;

    /**
     * Stores a blob under its name and returns after it is durable. A repeated put is another touch.
     *
     * @param bytes the exact length of the content
     * @throws CorruptBlobException if the content is not the blob of that name
     * @throws BlobRefusedException if a bound or the disk forbids it
     */
    Receipt put(Digest blob, long bytes, InputStream content) throws IOException;

    /** Stores a sealed blob; see {@link #put(Digest, long, InputStream)}. */
    default Receipt put(SealedBlob blob) throws IOException {
        try (InputStream content = blob.open()) {
            return put(blob.name(), blob.bytes(), content);
        }
    }

    /** Stores a copy of what another source has. */
    default Receipt putFrom(BlobSource source, Digest name) throws IOException {
        Optional<Receipt> there = has(name);
        if (there.isPresent()) {
            return there.get();
        }
        try (Blob blob = source.open(name)) {
            return put(name, blob.storedBytes(), blob.storedStream());
        }
    }

    /** Stores a sealed blob unless it is there already: the cheap way for content that often repeats. */
    default Receipt putIfAbsent(SealedBlob blob) throws IOException {
        Optional<Receipt> there = has(blob.name());
        return there.isPresent() ? there.get() : put(blob);
    }
}
