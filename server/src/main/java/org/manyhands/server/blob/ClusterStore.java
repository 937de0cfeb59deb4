package org.manyhands.server.blob;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.manyhands.link.Endpoint;
import org.manyhands.link.LinkClosedException;
import org.manyhands.link.LinkStream;
import org.manyhands.link.blob.RemoteBlobs;
import org.manyhands.store.Blob;
import org.manyhands.store.BlobBytes;
import org.manyhands.store.BlobMissingException;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.BlobStore;
import org.manyhands.store.BlobUnreachableException;
import org.manyhands.store.Digest;
import org.manyhands.store.FetchedBytes;
import org.manyhands.store.Receipt;
import org.manyhands.store.local.LocalBlobStore;

/**
 * The stores of all control nodes as one. A put returns when the blob is on as many of them as an entry of the log must be on; a read
 * goes to whoever has the blob, this node first, and to the next one when a copy is damaged or its node goes away. Safe for
 * concurrent use.
 */
public final class ClusterStore implements BlobStore {
    /** Blobs up to this size are sent to several stores at once; others fetch larger ones from the first. */
    private static final int SENT_BYTES_MAX = 8 << 20;

    /** How much of them is in memory at once, in KiB. */
    private static final int SENT_KIB_MAX = 64 << 10;

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    /** Who did not answer is asked last for a while. */
    private static final long AWAY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final LocalBlobStore own;
    private final OtherStores others;
    private final IntSupplier keepers;
    private final Supplier<Optional<String>> leader;
    private final Semaphore sentKib = new Semaphore(SENT_KIB_MAX, true);
    private final Map<String, Long> awaySinceNanos = new ConcurrentHashMap<>();

    /**
     * @param own that of this node
     * @param keepers how many control nodes keep the log
     * @param leader which of the others leads, if one does: it is spared, as it has most to do
     */
    public ClusterStore(
            LocalBlobStore own, OtherStores others, IntSupplier keepers, Supplier<Optional<String>> leader) {
        this.own = own;
        this.others = others;
        this.keepers = keepers;
        this.leader = leader;
    }

    @Override
    public Receipt put(Digest blob, long bytes, InputStream content) throws IOException {
        if (wanted() == 1) {
            return own.put(blob, bytes, content);
        }
        return bytes <= SENT_BYTES_MAX ? send(blob, (int) bytes, content) : share(blob, bytes, content);
    }

    /** How many copies of a blob there should be. */
    int wanted() {
        return Copies.wanted(1 + others.names().size());
    }

    private int required() {
        return Copies.required(keepers.getAsInt());
    }

    private Receipt send(Digest blob, int bytes, InputStream content) throws IOException {
        int kib = (bytes >> 10) + 1;
        sentKib.acquireUninterruptibly(kib);
        try {
            byte[] body = BlobBytes.read(blob, bytes, content);
            List<Spread.Place> places = new ArrayList<>();
            places.add(() -> own.put(blob, bytes, new ByteArrayInputStream(body)));
            order(blob)
                    .forEach(other ->
                            places.add(() -> ask(other, to -> to.put(blob, bytes, new ByteArrayInputStream(body)))));
            return joined(new Spread(blob, bytes, places).run(wanted(), required()));
        } finally {
            sentKib.release(kib);
        }
    }

    /** To one store, from which the others fetch it. */
    private Receipt share(Digest blob, long bytes, InputStream content) throws IOException {
        List<String> order = order(blob);
        List<Receipt> receipts = new ArrayList<>();
        try {
            receipts.add(own.put(blob, bytes, content));
        } catch (BlobRefusedException refused) {
            // A full disk refuses before it reads.
            if (refused.reason() != BlobRefusedException.Reason.LOW_DISK
                    && refused.reason() != BlobRefusedException.Reason.STORE_FULL) {
                throw refused;
            }
            String first = order.getFirst();
            receipts.add(ask(first, to -> to.put(blob, bytes, content)));
            order = order.subList(1, order.size());
        }
        List<Spread.Place> places = new ArrayList<>();
        order.forEach(other -> places.add(() -> ask(other, to -> to.fetch(blob, bytes))));
        receipts.addAll(new Spread(blob, bytes, places).run(wanted() - 1, required() - 1));
        return joined(receipts);
    }

    private static Receipt joined(List<Receipt> receipts) {
        Receipt first = receipts.getFirst();
        List<String> stores =
                receipts.stream().flatMap(each -> each.stores().stream()).toList();
        return new Receipt(stores, first.blob(), first.bytes(), first.wallMillis());
    }

    /** A blob that is on too few stores is there when it is on enough of them. */
    @Override
    public Optional<Receipt> has(Digest blob) throws IOException {
        if (wanted() == 1) {
            return own.has(blob);
        }
        List<Receipt> found = new ArrayList<>();
        List<Spread.Place> lacking = new ArrayList<>();
        own.has(blob).ifPresentOrElse(found::add, () -> lacking.add(() -> own.putFrom(this, blob)));
        for (String other : order(blob)) {
            if (found.size() < required()) {
                Optional<Receipt> there = hasQuietly(other, blob);
                there.ifPresentOrElse(found::add, () -> lacking.add(() -> copyTo(other, blob)));
            }
        }
        int missing = required() - found.size();
        try {
            if (!found.isEmpty() && missing > 0) {
                found.addAll(new Spread(blob, found.getFirst().bytes(), lacking).run(missing, missing));
            }
        } catch (BlobUnreachableException | BlobMissingException tooFew) {
            return Optional.empty();
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(joined(found));
    }

    /** Has another store make a copy of what some store has. */
    Receipt copyTo(String other, Digest blob) throws IOException {
        try (Blob there = open(blob)) {
            return ask(other, to -> to.fetch(blob, there.storedBytes()));
        }
    }

    private Optional<Receipt> hasQuietly(String other, Digest blob) {
        try {
            return ask(other, to -> to.has(blob));
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    @Override
    public Blob open(Digest blob) throws IOException {
        try {
            return own.open(blob, () -> spare(blob));
        } catch (BlobMissingException notHere) {
            if (others.names().isEmpty()) {
                throw notHere;
            }
            return Blob.open(blob, elsewhere(blob));
        }
    }

    private Optional<BlobBytes> spare(Digest blob) throws IOException {
        try {
            return others.names().isEmpty() ? Optional.empty() : Optional.of(elsewhere(blob));
        } catch (BlobMissingException theOnlyOne) {
            return Optional.empty();
        }
    }

    /** The bytes of a blob from whichever of the others has it. */
    private BlobBytes elsewhere(Digest blob) throws IOException {
        long length = anyOf(blob, from -> from.length(blob));
        return new FetchedBytes(
                blob, length, (position, count) -> anyOf(blob, from -> from.read(blob, position, count)));
    }

    /** What is asked of a store. */
    private interface Question<T> {
        T ask(RemoteBlobs store) throws IOException;
    }

    /** That a blob is missing can be said when all have been asked. */
    private <T> T anyOf(Digest blob, Question<T> question) throws IOException {
        IOException trouble = new BlobMissingException(blob, "any store of the cluster");
        for (String other : sparing(order(blob))) {
            try {
                return ask(other, question);
            } catch (IOException failed) {
                trouble = failed instanceof BlobMissingException ? trouble : failed;
            }
        }
        throw trouble;
    }

    private <T> T ask(String other, Question<T> question) throws IOException {
        try {
            T answer = question.ask(remote(other));
            awaySinceNanos.remove(other);
            return answer;
        } catch (BlobUnreachableException away) {
            awaySinceNanos.put(other, System.nanoTime());
            throw away;
        }
    }

    /** The store of another control node, which answers at once or is away. */
    RemoteBlobs remote(String other) {
        return new RemoteBlobs(() -> stream(other), Duration.ZERO, ANSWER_LIMIT);
    }

    private LinkStream stream(String other) throws LinkClosedException {
        try {
            return others.open(other);
        } catch (IOException away) {
            throw new LinkClosedException(String.valueOf(away.getMessage()), false);
        }
    }

    /** The others, in the order in which they are asked for a blob. */
    List<String> order(Digest blob) {
        return last(this::away, Rendezvous.order(others.names(), blob));
    }

    private List<String> sparing(List<String> order) {
        Optional<String> leads = leader.get();
        return last(other -> away(other) || Optional.of(other).equals(leads), order);
    }

    private static List<String> last(Predicate<String> late, List<String> order) {
        return order.stream().sorted(Comparator.comparing(late::test)).toList();
    }

    private boolean away(String other) {
        long now = System.nanoTime();
        return now - awaySinceNanos.getOrDefault(other, now - AWAY_NANOS) < AWAY_NANOS;
    }

    /** Where a blob may be had so that this node is spared; empty: nowhere. */
    public List<Endpoint> alternatives(Digest blob) {
        return order(blob).stream()
                .filter(other -> !away(other))
                .map(others::addresses)
                .filter(addresses -> !addresses.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    OtherStores others() {
        return others;
    }

    /** The store of this node alone. */
    public LocalBlobStore own() {
        return own;
    }
}
