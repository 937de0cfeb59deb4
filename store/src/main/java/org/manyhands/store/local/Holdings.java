package org.manyhands.store.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.manyhands.store.Digest;

/**
 * What the store holds, where, and when it was last touched.
 *
 * <p>Concurrency: every method holds the one lock, so a touch and a removal never overlap: a blob that was answered "have
 * it" is not removed before it has been idle again. Callers do no slow I/O under it; unlinking and opening are allowed.
 */
final class Holdings {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Digest, Holding> holdings = new HashMap<>();
    private final TreeMap<Long, Segment> segments = new TreeMap<>();
    private final StoreClock clock;
    private long liveBytes;
    /** Of them, those of blobs that are files of their own. */
    private long largeBytes;

    private long reservedBytes;

    private static final class Holding {
        private Location location;
        private long touchedNanos;
        private boolean suspect;

        Holding(Location location, long touchedNanos) {
            this.location = location;
            this.touchedNanos = touchedNanos;
        }
    }

    /** A step on a location that runs under the lock. */
    interface Use<T> {
        T on(Location location) throws IOException;
    }

    Holdings(StoreClock clock) {
        this.clock = clock;
    }

    /** Records a durable copy, which replaces an older one, and touches the blob. */
    void add(Digest blob, Location location) {
        lock.lock();
        try {
            grow(location);
            Holding known = holdings.get(blob);
            if (known == null) {
                holdings.put(blob, new Holding(location, clock.monotonicNanos()));
            } else {
                forget(known.location);
                known.location = location;
                known.touchedNanos = clock.monotonicNanos();
                known.suspect = false;
            }
            count(location, 1);
        } finally {
            lock.unlock();
        }
    }

    /** Replaces a location by a copy of it, without a touch, unless the blob is elsewhere by now. */
    void move(Digest blob, Location from, Location to) {
        lock.lock();
        try {
            grow(to);
            Holding known = holdings.get(blob);
            if (known != null && known.location.equals(from)) {
                forget(from);
                known.location = to;
                count(to, 1);
            }
        } finally {
            lock.unlock();
        }
    }

    private static void grow(Location location) {
        if (location instanceof Location.InSegment(Segment segment, long start, long length)) {
            segment.total(Math.max(segment.totalBytes(), start + length));
        }
    }

    private void forget(Location location) {
        count(location, -1);
    }

    private void count(Location location, int sign) {
        liveBytes += sign * location.length();
        if (location instanceof Location.InSegment(Segment segment, long start, long length)) {
            segment.addLive(sign * (length + SegmentFormat.RECORD_HEADER_BYTES));
        } else {
            largeBytes += sign * location.length();
        }
    }

    /** Touches the blob and returns its size, unless it is absent or known to be damaged. */
    Optional<Long> touch(Digest blob) {
        lock.lock();
        try {
            Holding known = holdings.get(blob);
            if (known == null || known.suspect) {
                return Optional.empty();
            }
            known.touchedNanos = clock.monotonicNanos();
            return Optional.of(known.location.length());
        } finally {
            lock.unlock();
        }
    }

    /** Uses the location while nothing can remove it; empty if the blob is not here. */
    <T> Optional<T> use(Digest blob, Use<T> use) throws IOException {
        lock.lock();
        try {
            Holding known = holdings.get(blob);
            return known == null ? Optional.empty() : Optional.of(use.on(known.location));
        } finally {
            lock.unlock();
        }
    }

    /** This copy turned out to be damaged: "have it" is no longer answered, and a put replaces it. */
    void suspect(Digest blob, Location location) {
        lock.lock();
        try {
            Holding known = holdings.get(blob);
            if (known != null && known.location.equals(location)) {
                known.suspect = true;
            }
        } finally {
            lock.unlock();
        }
    }

    void suspect(Digest blob) {
        lock.lock();
        try {
            Holding known = holdings.get(blob);
            if (known != null) {
                known.suspect = true;
            }
        } finally {
            lock.unlock();
        }
    }

    List<Digest> damaged() {
        lock.lock();
        try {
            return holdings.entrySet().stream()
                    .filter(entry -> entry.getValue().suspect)
                    .map(Map.Entry::getKey)
                    .sorted()
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    List<Digest> list() {
        lock.lock();
        try {
            return new ArrayList<>(holdings.keySet());
        } finally {
            lock.unlock();
        }
    }

    List<Digest> idle(long nanos) {
        lock.lock();
        try {
            long now = clock.monotonicNanos();
            return holdings.entrySet().stream()
                    .filter(entry -> now - entry.getValue().touchedNanos >= nanos)
                    .map(Map.Entry::getKey)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Removes the blob if it is still idle; the step unlinks what must go. Returns the bytes, 0 if it stays. */
    long removeIfIdle(Digest blob, long nanos, Use<Boolean> unlink) throws IOException {
        lock.lock();
        try {
            Holding known = holdings.get(blob);
            if (known == null || clock.monotonicNanos() - known.touchedNanos < nanos) {
                return 0;
            }
            var _ = unlink.on(known.location);
            holdings.remove(blob);
            forget(known.location);
            return known.location.length();
        } finally {
            lock.unlock();
        }
    }

    void addSegment(Segment segment, long totalBytes) {
        lock.lock();
        try {
            segment.total(totalBytes);
            segments.put(segment.number(), segment);
        } finally {
            lock.unlock();
        }
    }

    /** Segments other than the active one whose live part is under half. */
    List<Segment> sparseSegments(Segment active) {
        lock.lock();
        try {
            return segments.headMap(active.number()).values().stream()
                    .filter(segment -> 2 * segment.liveBytes() < segment.totalBytes())
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    Map<Digest, Location> blobsIn(Segment segment) {
        lock.lock();
        try {
            Map<Digest, Location> in = new HashMap<>();
            holdings.forEach((blob, holding) -> {
                if (holding.location instanceof Location.InSegment place && place.segment() == segment) {
                    in.put(blob, place);
                }
            });
            return in;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a segment without live bytes out; false if something lives in it. */
    boolean dropSegment(Segment segment) {
        lock.lock();
        try {
            return segment.liveBytes() == 0 && segments.remove(segment.number(), segment);
        } finally {
            lock.unlock();
        }
    }

    /** Sets bytes aside for a put under way; false if they do not fit. */
    boolean reserve(long bytes, long max) {
        lock.lock();
        try {
            if (bytes > max - liveBytes - reservedBytes) {
                return false;
            }
            reservedBytes += bytes;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void release(long bytes) {
        lock.lock();
        try {
            reservedBytes -= bytes;
        } finally {
            lock.unlock();
        }
    }

    Usage usage() {
        lock.lock();
        try {
            long segmentBytes = 0;
            for (Segment segment : segments.values()) {
                segmentBytes += segment.totalBytes();
            }
            return new Usage(holdings.size(), liveBytes, largeBytes + segmentBytes);
        } finally {
            lock.unlock();
        }
    }
}
