package org.manyhands.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.manyhands.store.Blob;
import org.manyhands.store.BlobBytes;
import org.manyhands.store.BlobMissingException;
import org.manyhands.store.BlobSink;
import org.manyhands.store.BlobSource;
import org.manyhands.store.Digest;
import org.manyhands.store.Receipt;

/** The blobs of a node in another process. What is read is verified here. */
final class RemoteBlobs implements BlobSink, BlobSource {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Cluster cluster;

    RemoteBlobs(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public Optional<Receipt> has(Digest blob) throws IOException {
        return receipt(blob, request("POST", blob, ""));
    }

    @Override
    public Receipt put(Digest blob, long bytes, InputStream content) throws IOException {
        try {
            byte[] answer = cluster.upload("/v1/blobs/" + blob, bytes, content);
            return receipt(blob, answer).orElseThrow(() -> new IOException("the node kept nothing of blob " + blob));
        } catch (ProblemException refused) {
            throw new IOException(refused.getMessage(), refused);
        }
    }

    @Override
    public Blob open(Digest blob) throws IOException {
        Optional<Receipt> there = has(blob);
        if (there.isEmpty()) {
            throw new BlobMissingException(blob, "the node");
        }
        return Blob.open(blob, new RemoteBytes(blob, there.get().bytes()));
    }

    private byte[] request(String method, Digest blob, String range) throws IOException {
        try {
            return cluster.request(method, "/v1/blobs/" + blob + range);
        } catch (ProblemException refused) {
            if (refused.notFound()) {
                throw new BlobMissingException(blob, "the node, or is damaged there");
            }
            throw new IOException(refused.getMessage(), refused);
        } catch (OutOfReachException failed) {
            throw new IOException(failed.getMessage(), failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }

    private static Optional<Receipt> receipt(Digest blob, byte[] answer) throws IOException {
        JsonNode kept = JSON.readTree(answer);
        String store = kept.path("store").asText();
        return store.isEmpty()
                ? Optional.empty()
                : Optional.of(new Receipt(
                        store,
                        blob,
                        kept.path("bytes").asLong(),
                        kept.path("wallMillis").asLong()));
    }

    /** Reads ahead within one request, because frames lie beside each other: a small blob as a whole. */
    private final class RemoteBytes implements BlobBytes {
        private static final int AHEAD_BYTES = 1 << 20;

        private final Digest blob;
        private final long length;
        private byte[] window = new byte[0];
        private long windowStart;

        private RemoteBytes(Digest blob, long length) {
            this.blob = blob;
            this.length = length;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public synchronized void read(long position, byte[] target, int offset, int count) throws IOException {
            if (position < windowStart || position + count > windowStart + window.length) {
                windowStart = length <= AHEAD_BYTES ? 0 : position;
                window = request("GET", blob, "?from=" + windowStart + "&length=" + Math.max(AHEAD_BYTES, count));
            }
            if (windowStart + window.length < position + count) {
                throw new EOFException("blob " + blob + " ends within " + count + " bytes at " + position);
            }
            System.arraycopy(window, (int) (position - windowStart), target, offset, count);
        }

        @Override
        public void close() {
            window = new byte[0];
        }
    }
}
