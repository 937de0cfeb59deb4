package org.manyhands.server.api;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.manyhands.store.Blob;
import org.manyhands.store.BlobMissingException;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.BlobUnreachableException;
import org.manyhands.store.CorruptBlobException;
import org.manyhands.store.Digest;
import org.manyhands.store.Receipt;

/** {@code /v1/blobs/DIGEST}: put one, ask for one, read its size and ranges of it. Readers verify what they get. */
final class BlobRequests implements ApiServer.Family {
    private static final int RANGE_BYTES_MAX = 8 << 20;

    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    private final Api api;

    BlobRequests(Api api) {
        this.api = api;
    }

    @Override
    public boolean answer(Request request) throws IOException, ApiException {
        List<String> path = request.path();
        if (path.size() < 3 || !path.get(0).equals("v1") || !path.get(1).equals("blobs")) {
            return false;
        }
        if (path.size() == 4 && path.get(3).equals("size") && request.method().equals("GET")) {
            return size(request, digest(path.get(2)));
        }
        if (path.size() > 3) {
            return false;
        }
        Digest digest = digest(path.get(2));
        return switch (request.method()) {
            case "GET" -> read(request, digest);
            case "POST" -> has(request, digest);
            case "PUT" -> put(request, digest);
            default -> false;
        };
    }

    private static Digest digest(String text) throws ApiException {
        try {
            return Digest.fromHex(text);
        } catch (IllegalArgumentException bad) {
            throw ApiException.badRequest("'" + text + "' is not the name of a blob (expected: 64 hexadecimal digits)");
        }
    }

    /** What is done with a blob that is there. */
    private interface Use {
        void of(Blob blob) throws IOException;
    }

    private void open(Digest digest, Use use) throws IOException, ApiException {
        try (Blob blob = api.blobs().open(digest)) {
            use.of(blob);
        } catch (BlobMissingException missing) {
            throw ApiException.notFound("blob " + digest + " is not here");
        } catch (CorruptBlobException corrupt) {
            throw ApiException.notFound(String.valueOf(corrupt.getMessage()));
        } catch (BlobUnreachableException away) {
            throw ApiException.unknown(String.valueOf(away.getMessage()));
        }
    }

    /** Bytes {@code from} on, at most {@code length}, as they are stored. */
    private boolean read(Request request, Digest digest) throws IOException, ApiException {
        long from = request.number("from", 0);
        int length = Math.clamp(request.number("length", RANGE_BYTES_MAX), 0, RANGE_BYTES_MAX);
        open(digest, blob -> {
            StoredRange range = new StoredRange(blob, from, length);
            request.bytes(200, "application/octet-stream", range.left(), range);
        });
        return true;
    }

    private boolean size(Request request, Digest digest) throws IOException, ApiException {
        open(digest, blob -> request.json(new Size(blob.storedBytes())));
        return true;
    }

    /** Whether it is on as many stores as it must be; one that is not is to be put again. */
    private boolean has(Request request, Digest digest) throws IOException, ApiException {
        Optional<Receipt> there = api.blobs().has(digest);
        request.json(there.isPresent() ? kept(there.get()) : new Kept(List.of(), 0, 0));
        return true;
    }

    private static Kept kept(Receipt receipt) {
        return new Kept(receipt.stores(), receipt.bytes(), receipt.wallMillis());
    }

    private boolean put(Request request, Digest digest) throws IOException, ApiException {
        long bytes = length(request);
        try {
            request.json(kept(api.blobs().put(digest, bytes, request.bodyStream())));
            return true;
        } catch (BlobUnreachableException away) {
            throw ApiException.unknown(String.valueOf(away.getMessage()));
        } catch (BlobRefusedException | CorruptBlobException refused) {
            throw ApiException.conflict(String.valueOf(refused.getMessage()));
        }
    }

    private static long length(Request request) throws ApiException {
        String length = request.header("Content-Length").orElse("");
        if (!LENGTH.matcher(length).matches()) {
            throw ApiException.badRequest("Content-Length: '" + length + "' (expected: the bytes of the blob)");
        }
        return Long.parseLong(length);
    }

    /** All bytes of a blob as stored. */
    public record Size(long bytes) {}

    /** A receipt; without a store, the blob is nowhere. */
    public record Kept(List<String> stores, long bytes, long wallMillis) {}
}
