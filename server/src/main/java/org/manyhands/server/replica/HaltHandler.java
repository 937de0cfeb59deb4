package org.manyhands.server.replica;

import org.jspecify.annotations.Nullable;

/** Ends the process when going on could lose or fork the state. */
@FunctionalInterface
public interface HaltHandler {

    /** Exit code of a process that halted itself: EX_SOFTWARE of sysexits.h. */
    int EXIT_CODE = 70;

    /**
     * Called once, on any thread. Does not return in production; where it does (tests), the log is ended.
     *
     * @param sentence what happened and what to do
     */
    void halt(String sentence, @Nullable Throwable cause);

    /** Says the sentence on standard error and halts the process without running hooks. The cause is in the log by then. */
    static HaltHandler process() {
        return (sentence, _) -> {
            System.err.println("mh: " + sentence);
            System.err.flush();
            Runtime.getRuntime().halt(EXIT_CODE);
        };
    }
}
