package org.manyhands.worker.process;

import java.io.IOException;

/** One way to start processes. Safe for use by many threads; lives as long as the worker. */
public interface ProcessStarter extends AutoCloseable {
    /** A place to run tasks on, one at a time. */
    Slot openSlot();

    /**
     * Starts the separate process that ends the tasks of this boot when this JVM dies.
     *
     * @throws IOException if it cannot be started; the message says why
     */
    Reaper startReaper(BootMark boot) throws IOException;

    /**
     * Makes sure that commands can run as other users.
     *
     * @throws UnsupportedSystemException if they cannot; the message says why
     */
    void requireUsers() throws UnsupportedSystemException;

    /** How well this starter keeps hold of what tasks start. */
    Containment containment();

    /** Ends nothing; all slots must be closed before. */
    @Override
    void close();
}
