package org.manyhands.worker.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.manyhands.worker.process.DiskUsage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what running tasks take of the disk within bounds: each within what it asked for, all together within what the node
 * has for them. When the disk itself is nearly full, the cache goes first, then the task that takes the most, so
 * that one does not stop the others.
 *
 * <p>Concurrency: slots enter and leave; one thread looks, every {@value #LOOK_MILLIS} ms and at most a twentieth of its time.
 */
final class DiskWatch {
    static final long NO_LIMIT = Long.MAX_VALUE;
    private static final long LOOK_MILLIS = 2_000;
    private static final long REST_FACTOR = 20;
    private static final int MIB_BITS = 20;

    /** Ending a task that takes less would make no room. */
    private static final long WORTH_BYTES = 64L << MIB_BITS;

    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);

    private final Room room;
    private final StagingCache cache;
    private final long quotaBytes;
    private final Set<Tenant> tenants = ConcurrentHashMap.newKeySet();

    /** @param quotaBytes of all running tasks together */
    DiskWatch(Room room, StagingCache cache, long quotaBytes) {
        this.room = room;
        this.cache = cache;
        this.quotaBytes = quotaBytes;
    }

    /** How a task is ended, with a sentence that says why. */
    interface Ending {
        void end(String sentence);
    }

    /** A running task, until it is closed. */
    final class Tenant implements AutoCloseable {
        private final Path directory;
        private final long limitBytes;
        private final Ending ending;
        private volatile String sentence = "";

        private Tenant(Path directory, long limitBytes, Ending ending) {
            this.directory = directory;
            this.limitBytes = limitBytes;
            this.ending = ending;
        }

        private boolean doomed() {
            return !sentence.isEmpty();
        }

        private void end(String why) {
            LOG.info("A task is ended: {}", why);
            sentence = why;
            ending.end(why);
        }

        /** Why it was ended; empty if it was not. */
        String sentence() {
            return sentence;
        }

        @Override
        public void close() {
            tenants.remove(this);
        }
    }

    /** @param limitBytes of what is below the directory; {@link #NO_LIMIT}: what the node has */
    Tenant enter(Path directory, long limitBytes, Ending ending) {
        Tenant tenant = new Tenant(directory, limitBytes, ending);
        tenants.add(tenant);
        return tenant;
    }

    /** Looks until it is interrupted; on a thread of its own. */
    void run() {
        try {
            long tookNanos = 0;
            while (true) {
                Thread.sleep(Math.max(LOOK_MILLIS, TimeUnit.NANOSECONDS.toMillis(REST_FACTOR * tookNanos)));
                long began = System.nanoTime();
                try {
                    look();
                } catch (IOException unseen) {
                    LOG.warn("What tasks take of the disk cannot be seen now: {}", unseen.toString());
                }
                tookNanos = System.nanoTime() - began;
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look. While a task that was ended has not left, no other is judged. */
    void look() throws IOException {
        Map<Tenant, Long> taken = new HashMap<>();
        for (Tenant tenant : tenants) {
            if (!tenant.doomed()) {
                taken.put(tenant, DiskUsage.of(tenant.directory));
            }
        }
        taken.forEach((tenant, bytes) -> {
            if (bytes > tenant.limitBytes) {
                tenant.end("it took " + mib(bytes) + " of the disk (limit: " + mib(tenant.limitBytes)
                        + "); raise resources: {scratch: ...} or write less");
            }
        });
        if (tenants.stream().anyMatch(Tenant::doomed)) {
            return;
        }
        long all = taken.values().stream().mapToLong(Long::longValue).sum();
        if (all > quotaBytes) {
            endLargest(
                    taken, "the tasks of this node took " + mib(all) + " of the disk (limit: " + mib(quotaBytes) + ")");
        } else if (!room.trouble().isEmpty()) {
            cache.shed();
            String trouble = room.trouble();
            if (!trouble.isEmpty()) {
                endLargest(taken, trouble);
            }
        }
    }

    /** Those that said how much they need, and keep to it, go last. */
    private static void endLargest(Map<Tenant, Long> taken, String why) {
        Optional<Map.Entry<Tenant, Long>> largest = taken.entrySet().stream()
                .filter(tenant -> tenant.getValue() >= WORTH_BYTES)
                .max(Comparator.<Map.Entry<Tenant, Long>>comparingInt(
                                tenant -> tenant.getKey().limitBytes == NO_LIMIT ? 1 : 0)
                        .thenComparing(Map.Entry.comparingByValue()));
        largest.ifPresent(tenant -> tenant.getKey()
                .end(why + "; of the tasks that run, this one took the most, " + mib(tenant.getValue())));
    }

    private static String mib(long bytes) {
        return (bytes >> MIB_BITS) + " MiB";
    }
}
