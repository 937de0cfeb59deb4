package org.manyhands.cli.node;

import java.io.IOException;
import java.time.Duration;

/** This process as a node of whatever role. */
public interface RunningNode extends AutoCloseable {
    /** What it is called, and where it can be reached; for people. */
    String description();

    /**
     * Takes nothing new, gives back what has not started, and lets what runs end.
     *
     * @return false if something still ran after the limit
     */
    boolean drain(Duration limit) throws InterruptedException;

    @Override
    void close() throws IOException;
}
