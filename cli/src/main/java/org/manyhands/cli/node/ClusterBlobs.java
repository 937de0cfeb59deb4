package org.manyhands.cli.node;

import java.io.IOException;
import java.time.Duration;
import org.manyhands.link.LinkStream;
import org.manyhands.server.link.ControlPeers;
import org.manyhands.store.Blob;
import org.manyhands.store.BlobMissingException;
import org.manyhands.store.BlobSource;
import org.manyhands.store.BlobUnreachableException;
import org.manyhands.store.Digest;
import org.manyhands.worker.link.RemoteBlobs;
import org.manyhands.worker.run.LinkDownException;

/** The blobs that any control node has: of this one, else of the others. Safe for concurrent use. */
final class ClusterBlobs implements BlobSource {
    /** Whether another control node is away is known soon; the next one may have the blob. */
    private static final Duration OUTAGE_MAX = Duration.ofSeconds(2);

    private final BlobSource own;
    private final ControlPeers peers;
    private final ControlBook book;

    ClusterBlobs(BlobSource own, ControlPeers peers, ControlBook book) {
        this.own = own;
        this.peers = peers;
        this.book = book;
    }

    @Override
    public Blob open(Digest blob) throws IOException {
        try {
            return own.open(blob);
        } catch (BlobMissingException notHere) {
            return elsewhere(blob, notHere);
        }
    }

    /** That a blob is missing can be said when all have been asked. */
    private Blob elsewhere(Digest blob, BlobMissingException notHere) throws IOException {
        IOException trouble = notHere;
        for (String other : book.all().keySet()) {
            try {
                return new RemoteBlobs(() -> stream(other), OUTAGE_MAX).open(blob);
            } catch (IOException failed) {
                trouble = failed instanceof BlobMissingException ? trouble : away(blob, failed);
            }
        }
        throw trouble;
    }

    private static IOException away(Digest blob, IOException failed) {
        return new BlobUnreachableException(
                "blob " + blob + " is not on this control node, and another one does not answer: "
                        + failed.getMessage(),
                failed);
    }

    private LinkStream stream(String other) throws LinkDownException {
        try {
            return peers.open(other);
        } catch (IOException away) {
            throw new LinkDownException(String.valueOf(away.getMessage()));
        }
    }
}
