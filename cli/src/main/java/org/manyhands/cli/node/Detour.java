package org.manyhands.cli.node;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.manyhands.cli.identity.LogTicket;
import org.manyhands.cli.identity.NodeIdentity;
import org.manyhands.server.api.ApiServer;
import org.manyhands.server.link.ControlPeers;
import org.manyhands.server.link.LinkUpstream;

/**
 * The way of a command to the control nodes of its cluster while the node of its own directory is away: what is asked here, on
 * loopback, one after another of them is asked until one answers.
 */
public final class Detour implements AutoCloseable {
    private final ControlPeers peers;
    private final ApiServer api;

    private Detour(ControlPeers peers, ApiServer api) {
        this.peers = peers;
        this.api = api;
    }

    /** Opens it; empty if no other control node is known. */
    public static Optional<Detour> open(DataDirectory directory, NodeIdentity identity)
            throws IOException, DataDirectoryException {
        boolean joined = LogTicket.read(directory.path()).map(LogTicket::joined).orElse(false);
        ControlBook book = ControlBook.open(directory.path(), Optional.of(identity), joined);
        List<String> others = List.copyOf(book.all().keySet());
        if (others.isEmpty()) {
            return Optional.empty();
        }
        ControlPeers peers = new ControlPeers(() -> 0, book, () -> Optional.of(identity.credentials()));
        AtomicInteger next = new AtomicInteger();
        ApiServer api = ApiServer.relaying(
                0,
                directory.token(),
                new LinkUpstream(() -> peers.open(others.get(Math.floorMod(next.getAndIncrement(), others.size())))));
        return Optional.of(new Detour(peers, api));
    }

    public URI address() {
        return api.address();
    }

    @Override
    public void close() {
        api.close();
        peers.close();
    }
}
