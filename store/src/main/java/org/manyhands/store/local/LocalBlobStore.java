package org.manyhands.store.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.manyhands.store.Blob;
import org.manyhands.store.BlobBytes;
import org.manyhands.store.BlobMissingException;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.BlobStore;
import org.manyhands.store.Digest;
import org.manyhands.store.FileBytes;
import org.manyhands.store.Receipt;
import org.manyhands.store.Spare;

/**
 * Blobs in a local directory; one process at a time, any number of threads.
 *
 * <p>A put returns after the blob is verified and synced. A blob leaves only by {@link #sweep}. Touch times live in
 * memory: opening the store touches everything in it, so a restart can only delay a deletion. A removed blob may come
 * back after a crash, while the segment it lay in still exists; the next sweep removes it again.
 */
public final class LocalBlobStore implements BlobStore, AutoCloseable {
    /** A blob younger in use than this is never swept: a command that names it may still be under way. */
    public static final Duration IDLE_MIN = Duration.ofHours(1);

    /** How much small content is in memory at once, over all puts, in KiB. */
    public static final int IN_FLIGHT_KIB_MAX = 128 << 10;

    private final StoreSettings settings;
    private final StoreClock clock;
    private final StoreDirectory directory;
    private final FileStore disk;
    private final Holdings holdings;
    private final SegmentLog log;
    private final LargeBlobs large;
    private final List<String> damage;
    private final Semaphore inFlightKib = new Semaphore(IN_FLIGHT_KIB_MAX, true);

    private LocalBlobStore(StoreSettings settings, StoreClock clock, StoreDirectory directory, Recovery recovery)
            throws IOException {
        this.settings = settings;
        this.clock = clock;
        this.directory = directory;
        this.disk = Files.getFileStore(directory.root());
        this.holdings = recovery.holdings();
        this.log = recovery.log();
        this.large = recovery.large();
        this.damage = recovery.damage();
    }

    /** Opens or creates the store of a directory and recovers what a crash left. */
    public static LocalBlobStore open(Path root, StoreSettings settings) throws IOException {
        return open(root, settings, StoreClock.SYSTEM);
    }

    public static LocalBlobStore open(Path root, StoreSettings settings, StoreClock clock) throws IOException {
        StoreDirectory directory = StoreDirectory.open(root);
        boolean opened = false;
        try {
            LocalBlobStore store =
                    new LocalBlobStore(settings, clock, directory, Recovery.run(directory, settings, clock));
            opened = true;
            return store;
        } finally {
            if (!opened) {
                directory.close();
            }
        }
    }

    /** Where builders of this process may spool; emptied when the store is opened. */
    public Path spoolDirectory() {
        return directory.temporary();
    }

    /** One sentence for each damaged place that recovery had to skip, and one for what reads found damaged since. */
    public List<String> damage() {
        List<Digest> blobs = damagedBlobs();
        if (blobs.isEmpty()) {
            return damage;
        }
        List<String> all = new ArrayList<>(damage);
        all.add(blobs.size() + " blobs were found damaged as they were read, among them " + blobs.getFirst());
        return all;
    }

    /** Blobs of which a read found a damaged copy; a put of them replaces it. */
    public List<Digest> damagedBlobs() {
        return holdings.damaged();
    }

    public Usage usage() {
        return holdings.usage();
    }

    /** All blobs, in no order. */
    public List<Digest> list() {
        return holdings.list();
    }

    @Override
    public Optional<Receipt> has(Digest blob) {
        return touch(blob);
    }

    /** A receipt if the blob is here and not known to be damaged; it stays for {@link #IDLE_MIN} from now. */
    public Optional<Receipt> touch(Digest blob) {
        return holdings.touch(blob).map(bytes -> receipt(blob, bytes));
    }

    @Override
    public Receipt put(Digest blob, long bytes, InputStream content) throws IOException {
        Optional<Receipt> there = touch(blob);
        if (there.isPresent()) {
            return there.get();
        }
        log.requireRunning();
        admit(blob, bytes);
        try {
            if (bytes <= settings.largeBlobBytes()) {
                putSmall(blob, (int) bytes, content);
            } else {
                large.put(blob, bytes, content, holdings::add);
            }
        } finally {
            holdings.release(bytes);
        }
        return receipt(blob, bytes);
    }

    private void admit(Digest blob, long bytes) throws IOException {
        if (bytes < 0 || bytes > settings.blobBytesMax()) {
            throw refused(
                    BlobRefusedException.Reason.TOO_LARGE,
                    blob,
                    bytes + " bytes (limit of one blob: " + settings.blobBytesMax() + "): split the content");
        }
        long free = disk.getUsableSpace();
        if (free - bytes < settings.freeBytesMin()) {
            throw refused(
                    BlobRefusedException.Reason.LOW_DISK,
                    blob,
                    bytes + " bytes, and the disk of " + directory.root() + " has " + free + " left, of which "
                            + settings.freeBytesMin() + " must stay: make room or add a store");
        }
        if (!holdings.reserve(bytes, settings.storeBytesMax())) {
            throw refused(
                    BlobRefusedException.Reason.STORE_FULL,
                    blob,
                    bytes + " bytes, and the store has " + usage().liveBytes() + " of its " + settings.storeBytesMax()
                            + ": raise the limit, remove jobs or add a store");
        }
    }

    private static BlobRefusedException refused(BlobRefusedException.Reason reason, Digest blob, String why) {
        return new BlobRefusedException(reason, "blob " + blob + " has " + why);
    }

    private void putSmall(Digest blob, int bytes, InputStream content) throws IOException {
        int kib = (bytes >> 10) + 1;
        inFlightKib.acquireUninterruptibly(kib);
        try {
            byte[] body = BlobBytes.read(blob, bytes, content);
            try (Blob read = Blob.open(blob, BlobBytes.of(body))) {
                read.verify();
            }
            log.append(blob, body, location -> holdings.add(blob, location));
        } finally {
            inFlightKib.release(kib);
        }
    }

    private Receipt receipt(Digest blob, long bytes) {
        return new Receipt(List.of(settings.id()), blob, bytes, clock.wallMillis());
    }

    @Override
    public Blob open(Digest blob) throws IOException {
        return open(blob, Spare.NONE);
    }

    /** As {@link #open(Digest)}, with another copy to go on with when this one turns out to be damaged. */
    public Blob open(Digest blob, Spare spare) throws IOException {
        record Opened(Location location, BlobBytes bytes) {}
        Opened opened = holdings.use(blob, location -> new Opened(location, bytesAt(location)))
                .orElseThrow(() -> new BlobMissingException(blob, "store " + settings.id()));
        return Blob.open(blob, opened.bytes(), () -> {
            holdings.suspect(blob, opened.location());
            return spare.another();
        });
    }

    /** The copy of a blob cannot be read, or is not what its name promises: "have it" is no longer answered. */
    void suspect(Digest blob) {
        holdings.suspect(blob);
    }

    /** What receipts name. */
    public String id() {
        return settings.id();
    }

    private static BlobBytes bytesAt(Location location) throws IOException {
        return new FileBytes(location.path(), location.start(), location.length());
    }

    /**
     * Removes blobs by the two-fold rule: not touched for a while, <em>and</em> unreachable. The supplier is asked after
     * the idle blobs were listed, and must then read the state of the cluster, linearizably: a predicate made from an
     * older state would miss a reference made before the listing. Idleness is judged again under the lock that touches
     * take. Then sparse segments are compacted.
     *
     * @param idleMin at least {@link #IDLE_MIN} in production; shorter only where no command can be under way
     */
    public SweepResult sweep(Supplier<Predicate<Digest>> reachable, Duration idleMin) throws IOException {
        long nanos = idleMin.toNanos();
        List<Digest> listed = holdings.idle(nanos);
        Predicate<Digest> stays = reachable.get();
        long blobs = 0;
        long bytes = 0;
        for (Digest blob : listed) {
            long removed = stays.test(blob) ? 0 : remove(blob, nanos);
            blobs += removed > 0 ? 1 : 0;
            bytes += removed;
        }
        long segments = new Compaction(holdings, log).run();
        return new SweepResult(listed.size(), blobs, bytes, segments);
    }

    private long remove(Digest blob, long idleNanos) throws IOException {
        large.lock().lock();
        try {
            return holdings.removeIfIdle(
                    blob,
                    idleNanos,
                    location -> location instanceof Location.OwnFile && Files.deleteIfExists(location.path()));
        } finally {
            large.lock().unlock();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            log.close();
        } finally {
            directory.close();
        }
    }
}
