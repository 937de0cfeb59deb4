package org.manyhands.worker.process;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.List;

/** A process of the worker's own, in its own session, that reads from a pipe which this JVM holds. */
interface Detached {
    long pid();

    /** Writes to its standard input; if it is gone, nothing happens. */
    void tell(ByteString word);

    /** Closes our end of the pipe. */
    void hangUp();

    /** Waits until it has ended, and reaps it. */
    void awaitEnd() throws InterruptedException;

    /** Starts such a process. */
    @FunctionalInterface
    interface Launcher {
        /** Starts the words, of which the first is a path, with no environment but PATH. */
        Detached launch(List<ByteString> command) throws IOException;
    }
}
