package org.manyhands.server.replica;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Once a second: the watermark, the free space, and once the ballast. */
final class Housekeeper {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);
    private static final long INTERVAL_MILLIS = 1_000;

    private final Watermark watermark;
    private final Disk disk;
    private final LongSupplier applied;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    Housekeeper(Watermark watermark, Disk disk, LongSupplier applied) {
        this.watermark = watermark;
        this.disk = disk;
        this.applied = applied;
        this.thread = Thread.ofPlatform().daemon().name("log-housekeeper").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Ends the thread and writes the watermark a last time. An interrupt of the caller does not cut that short. */
    void stop() {
        stopped.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        raiseWatermark();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The latch instead of an interrupt: an interrupt would close the file under the hands of a write. */
    private void run() {
        try {
            do {
                raiseWatermark();
                watchDisk();
            } while (!stopped.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            LOG.warn("The housekeeper of the log was interrupted and ends.", e);
        }
    }

    private void watchDisk() {
        try {
            disk.measure();
            disk.ensureBallast();
        } catch (IOException e) {
            LOG.warn("The disk of the log could not be measured; the next second tries again.", e);
        }
    }

    void raiseWatermark() {
        try {
            watermark.raise(applied.getAsLong());
        } catch (IOException e) {
            LOG.warn("The watermark of the log could not be written; the next second tries again.", e);
        }
    }
}
