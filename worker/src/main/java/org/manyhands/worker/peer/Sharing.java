package org.manyhands.worker.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.manyhands.link.Endpoint;
import org.manyhands.link.LinkServer;
import org.manyhands.link.NodeCredentials;
import org.manyhands.link.blob.RemoteBlobs;
import org.manyhands.wire.Hello;

/** What this worker and others give each other of what they have read. */
public final class Sharing implements AutoCloseable {
    private final Peers peers;
    private final Pieces pieces;
    private final PeerDesk desk;
    private final Optional<LinkServer> server;

    /**
     * Listens for other workers.
     *
     * @param directory for pieces; emptied
     * @param bytesMax of all pieces together
     * @param at where to listen; empty: nowhere
     * @throws IOException with a sentence if it cannot listen there
     */
    public Sharing(Path directory, long bytesMax, Optional<Endpoint> at, NodeCredentials own) throws IOException {
        peers = new Peers(own);
        pieces = new Pieces(directory, bytesMax);
        desk = new PeerDesk(own, pieces);
        server = at.isPresent() ? Optional.of(listen(at.get(), own)) : Optional.empty();
    }

    private LinkServer listen(Endpoint at, NodeCredentials own) throws IOException {
        try {
            return new LinkServer(at, own, desk);
        } catch (IOException refused) {
            throw new IOException("cannot listen for other workers: " + refused.getMessage(), refused);
        }
    }

    /** What control nodes are told, with how others reach it. */
    public Hello told(Hello hello) {
        return server.map(listening -> hello.toBuilder()
                        .setSharing(Hello.Sharing.newBuilder()
                                .setPort(listening.port())
                                .setSecret(desk.secret()))
                        .build())
                .orElse(hello);
    }

    /** What others have had of it. */
    public long givenBytes() {
        return desk.givenBytes();
    }

    /** The blobs of the control plane and of other workers. */
    public PeerBlobs blobs(RemoteBlobs control) {
        return new PeerBlobs(control, pieces, peers);
    }

    @Override
    public void close() {
        peers.close();
        server.ifPresent(LinkServer::close);
    }
}
