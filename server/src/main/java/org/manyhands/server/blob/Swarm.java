package org.manyhands.server.blob;

import com.google.protobuf.ByteString;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.manyhands.link.Endpoint;
import org.manyhands.link.blob.Ticket;
import org.manyhands.store.Digest;
import org.manyhands.wire.Holders;

/**
 * Who of the workers that are attached here has read what, so that the next one can ask them: what many workers read leaves this node
 * about once. It is a guess, for workers forget what they have read; who is wrongly sent comes back. Safe for concurrent use.
 */
public final class Swarm {
    /** Of so many pieces is known who has them; of the longest unasked it is forgotten. */
    static final int PIECES_MAX = 65_536;

    /** So many holders of a piece are known. */
    static final int HOLDERS_MAX = 16;

    /** So many are named at once. */
    static final int NAMED_MAX = 3;

    private final Map<String, Peer> peers = new LinkedHashMap<>();
    private final Map<Piece, List<String>> pieces = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Piece, List<String>> eldest) {
            return size() > PIECES_MAX;
        }
    };

    private record Piece(Digest blob, long position) {}

    /**
     * A worker that others can ask.
     *
     * @param secret with which its tickets are made
     */
    public record Peer(Endpoint at, ByteString secret) {}

    public synchronized void joined(String worker, Peer peer) {
        peers.put(worker, peer);
    }

    /** It is attached elsewhere now, or nowhere; unless it has come back with another life already. */
    public synchronized void left(String worker, Peer peer) {
        peers.remove(worker, peer);
    }

    /**
     * Whom a worker should ask for a piece; empty if it is to be had here. It counts as a holder from now on: who comes after it
     * waits there for what is on its way.
     */
    public synchronized Holders ask(String worker, PublicKey key, Digest blob, long position) {
        List<String> holders = pieces.computeIfAbsent(new Piece(blob, position), _ -> new ArrayList<>());
        holders.removeIf(holder -> holder.equals(worker) || !peers.containsKey(holder));
        List<String> chosen = new ArrayList<>(holders);
        Collections.shuffle(chosen);
        Holders.Builder named = Holders.newBuilder();
        chosen.stream().limit(NAMED_MAX).map(peers::get).forEach(peer -> named.addHolders(holder(peer, key, blob)));
        if (peers.containsKey(worker) && holders.size() < HOLDERS_MAX) {
            holders.add(worker);
        }
        return named.build();
    }

    private static Holders.Holder.Builder holder(Peer peer, PublicKey key, Digest blob) {
        return Holders.Holder.newBuilder()
                .setAddress(peer.at().toString())
                .setTicket(ByteString.copyFrom(Ticket.of(peer.secret().toByteArray(), key, blob)));
    }
}
