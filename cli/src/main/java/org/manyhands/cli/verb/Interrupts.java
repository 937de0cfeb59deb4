package org.manyhands.cli.verb;

import java.io.IOException;

/** Ctrl-C, and a reader of our output who has gone. */
// Java has no other way to outlive a signal; named in full because no import can say that it is meant.
@SuppressWarnings("sunapi")
final class Interrupts {
    /** The number of SIGPIPE, which the JVM turns into a failing write. */
    static final int PIPE = 13;

    private Interrupts() {}

    /** Runs this at every Ctrl-C, instead of ending the process. */
    static void handle(Runnable action) {
        sun.misc.Signal.handle(new sun.misc.Signal("INT"), _ -> action.run());
    }

    /** Runs this at SIGTERM, instead of ending the process. */
    static void onTerminate(Runnable action) {
        sun.misc.Signal.handle(new sun.misc.Signal("TERM"), _ -> action.run());
    }

    static boolean isClosedOutput(IOException failure) {
        return String.valueOf(failure.getMessage()).contains("Broken pipe");
    }
}
