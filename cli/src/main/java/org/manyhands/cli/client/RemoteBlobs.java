package org.manyhands.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.manyhands.store.Blob;
import org.manyhands.store.BlobMissingException;
import org.manyhands.store.BlobStore;
import org.manyhands.store.Digest;
import org.manyhands.store.FetchedBytes;
import org.manyhands.store.Receipt;

/** The blobs of a node in another process. What is read is verified here. */
final class RemoteBlobs implements BlobStore {
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
        long bytes = JSON.readTree(request("GET", blob, "/size")).path("bytes").asLong();
        return Blob.open(
                blob,
                new FetchedBytes(
                        blob,
                        bytes,
                        (position, length) -> request("GET", blob, "?from=" + position + "&length=" + length)));
    }

    private byte[] request(String method, Digest blob, String what) throws IOException {
        try {
            return cluster.request(method, "/v1/blobs/" + blob + what);
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
        List<String> stores = new ArrayList<>();
        kept.path("stores").forEach(store -> stores.add(store.asText()));
        return stores.isEmpty()
                ? Optional.empty()
                : Optional.of(new Receipt(
                        stores,
                        blob,
                        kept.path("bytes").asLong(),
                        kept.path("wallMillis").asLong()));
    }
}
