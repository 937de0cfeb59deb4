package org.manyhands.cli.verb;

import java.io.IOException;
import sun.misc.Signal;

/** Ctrl-C, and a reader of our output who has gone. */
final class Interrupts {
    /** The number of SIGPIPE, which the JVM turns into a failing write. */
    static final int PIPE = 13;

    private Interrupts() {}

    /** Runs this at every Ctrl-C, instead of ending the process. */
    static void handle(Runnable action) {
        Signal.handle(new Signal("INT"), _ -> action.run());
    }

    /** Runs this at SIGTERM, instead of ending the process. */
    static void onTerminate(Runnable action) {
        Signal.handle(new Signal("TERM"), _ -> action.run());
    }

    static boolean isClosedOutput(IOException failure) {
        return String.valueOf(failure.getMessage()).contains("Broken pipe");
    }
}
