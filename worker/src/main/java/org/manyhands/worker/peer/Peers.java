package org.manyhands.worker.peer;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.manyhands.link.Endpoint;
import org.manyhands.link.LinkChannel;
import org.manyhands.link.NodeCredentials;
import org.manyhands.link.blob.Found;
import org.manyhands.link.blob.RemoteBlobs;
import org.manyhands.store.BlobUnreachableException;
import org.manyhands.store.Digest;
import org.manyhands.wire.Holders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections to those who have pieces: other workers, and control nodes. One that cannot be reached is not tried again for a while. Safe for concurrent use. */
final class Peers implements AutoCloseable {
    /** Connections to more of them than this are not kept. */
    private static final int CONNECTIONS_MAX = 32;

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);
    private static final long AWAY_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final Logger LOG = LoggerFactory.getLogger(Peers.class);

    private final NodeCredentials own;
    private final Map<String, LinkChannel> channels = new ConcurrentHashMap<>();
    private final Map<String, Long> awaySinceNanos = new ConcurrentHashMap<>();

    Peers(NodeCredentials own) {
        this.own = own;
    }

    /** A piece from the first that has it; empty if none gives it. */
    Optional<byte[]> piece(List<Holders.Holder> holders, Digest blob, long position) {
        return holders.stream()
                .filter(holder -> !away(holder.getAddress()))
                .flatMap(holder -> piece(holder, blob, position).stream())
                .findFirst();
    }

    private boolean away(String address) {
        long now = System.nanoTime();
        return now - awaySinceNanos.getOrDefault(address, now - AWAY_NANOS) < AWAY_NANOS;
    }

    private Optional<byte[]> piece(Holders.Holder holder, Digest blob, long position) {
        try {
            LinkChannel channel = channel(holder);
            RemoteBlobs there = new RemoteBlobs(channel::open, Duration.ZERO, ANSWER_LIMIT);
            return Optional.of(
                    holder.getControl()
                            ? ofControl(there, blob, position)
                            : there.piece(blob, position, Pieces.PIECE_BYTES, holder.getTicket()));
        } catch (BlobUnreachableException away) {
            LOG.info("The node at {} is out of reach: {}", holder.getAddress(), away.getMessage());
            awaySinceNanos.put(holder.getAddress(), System.nanoTime());
            return Optional.empty();
        } catch (IOException | IllegalArgumentException none) {
            LOG.debug("The node at {} does not give blob {}: {}", holder.getAddress(), blob, none.getMessage());
            return Optional.empty();
        }
    }

    /** It may send to its own workers, but to no further control node. */
    private byte[] ofControl(RemoteBlobs there, Digest blob, long position) throws IOException {
        return switch (there.find(blob, position, Pieces.PIECE_BYTES)) {
            case Found.Here(byte[] bytes) -> bytes;
            case Found.Elsewhere(List<Holders.Holder> holders) -> {
                Optional<byte[]> given = piece(
                        holders.stream().filter(holder -> !holder.getControl()).toList(), blob, position);
                yield given.isPresent() ? given.get() : there.read(blob, position, Pieces.PIECE_BYTES);
            }
        };
    }

    private LinkChannel channel(Holders.Holder holder) {
        String address = holder.getAddress();
        if (channels.size() >= CONNECTIONS_MAX && !channels.containsKey(address)) {
            close();
        }
        return channels.computeIfAbsent(address, _ -> {
            Endpoint at = Endpoint.parse(address);
            return holder.getControl() ? LinkChannel.of(at, own) : LinkChannel.betweenWorkers(at, own);
        });
    }

    @Override
    public void close() {
        channels.keySet()
                .forEach(
                        address -> Optional.ofNullable(channels.remove(address)).ifPresent(LinkChannel::close));
    }
}
