package org.manyhands.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The second implementation of sink and source: verified blobs in memory. */
public final class MemoryBlobStore implements BlobStore {
    private final Map<Digest, byte[]> blobs = new ConcurrentHashMap<>();
    private final AtomicInteger opened = new AtomicInteger();

    public int size() {
        return blobs.size();
    }

    /** How often a blob was opened. */
    public int opened() {
        return opened.get();
    }

    public byte[] bytes(Digest blob) {
        byte[] bytes = blobs.get(blob);
        if (bytes == null) {
            throw new IllegalArgumentException("no blob " + blob);
        }
        return bytes;
    }

    @Override
    public Optional<Receipt> has(Digest blob) {
        return Optional.ofNullable(blobs.get(blob)).map(bytes -> new Receipt(List.of("memory"), blob, bytes.length, 0));
    }

    @Override
    public Receipt put(Digest blob, long bytes, InputStream content) throws IOException {
        byte[] body = content.readNBytes((int) bytes);
        if (body.length != bytes) {
            throw new EOFException("the content ended after " + body.length + " of " + bytes);
        }
        try (Blob read = Blob.open(blob, BlobBytes.of(body))) {
            read.verify();
        }
        blobs.put(blob, body);
        return new Receipt(List.of("memory"), blob, bytes, 0);
    }

    @Override
    public Blob open(Digest blob) throws IOException {
        byte[] bytes = blobs.get(blob);
        if (bytes == null) {
            throw new BlobMissingException(blob, "memory");
        }
        opened.incrementAndGet();
        return Blob.open(blob, BlobBytes.of(bytes));
    }
}
