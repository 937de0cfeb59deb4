package org.manyhands.store.local;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.manyhands.store.Blob;
import org.manyhands.store.BlobBytes;
import org.manyhands.store.CorruptBlobException;
import org.manyhands.store.Digest;
import org.manyhands.store.FileBytes;

/** Gives back the space of segments of which less than half lives: copies the rest forward, synced, then unlinks. */
final class Compaction {
    private final Holdings holdings;
    private final SegmentLog log;

    Compaction(Holdings holdings, SegmentLog log) {
        this.holdings = holdings;
        this.log = log;
    }

    /** Returns how many segments went. */
    int run() throws IOException {
        int removed = 0;
        for (Segment segment : holdings.sparseSegments(log.active())) {
            for (Map.Entry<Digest, Location> live : holdings.blobsIn(segment).entrySet()) {
                copyForward(live.getKey(), live.getValue());
            }
            // A damaged blob could not be copied and holds the segment until a put has replaced it.
            if (holdings.dropSegment(segment)) {
                Files.delete(segment.path());
                removed++;
            }
        }
        return removed;
    }

    private void copyForward(Digest blob, Location from) throws IOException {
        byte[] body = new byte[(int) from.length()];
        try (FileBytes bytes = new FileBytes(from.path(), from.start(), from.length())) {
            bytes.read(0, body, 0, body.length);
        }
        try (Blob read = Blob.open(blob, BlobBytes.of(body))) {
            read.verify();
        } catch (CorruptBlobException corrupt) {
            holdings.suspect(blob, from);
            return;
        }
        log.append(blob, body, to -> holdings.move(blob, from, to));
    }
}
