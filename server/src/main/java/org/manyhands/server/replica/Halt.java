package org.manyhands.server.replica;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the {@link HaltHandler}, once, and keeps everything stopped if that returns. Safe on any thread. */
final class Halt {
    private static final Logger LOG = LoggerFactory.getLogger(Halt.class);

    private final HaltHandler handler;
    private final Disk disk;
    private final AtomicBoolean halted = new AtomicBoolean();

    Halt(HaltHandler handler, Disk disk) {
        this.handler = handler;
        this.disk = disk;
    }

    boolean halted() {
        return halted.get();
    }

    void stopIfHalted() {
        if (halted()) {
            throw new IllegalStateException("The log is halted.");
        }
    }

    /** Returns what the caller is to throw, for the case that the handler returns. */
    IllegalStateException because(String sentence, Throwable cause) {
        if (halted.compareAndSet(false, true)) {
            LOG.error("{} The log halts; it can be started again.", sentence, cause);
            handler.halt(sentence, cause);
        }
        return new IllegalStateException(sentence, cause);
    }

    void becauseOfDisk(Throwable cause) {
        try {
            disk.releaseBallast();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        IllegalStateException _ = because(
                "The log could not be written: " + cause.getMessage()
                        + ". Nothing acknowledged is lost; check the disk, make space, and start again.",
                cause);
    }
}
