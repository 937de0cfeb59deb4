package org.manyhands.cli.node;

import java.io.IOException;

/** This process as a node of whatever role. */
public interface RunningNode extends AutoCloseable {
    /** What it is called, and where it can be reached; for people. */
    String description();

    @Override
    void close() throws IOException;
}
