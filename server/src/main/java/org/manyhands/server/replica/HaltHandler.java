package org.manyhands.server.replica;

import org.jspecify.annotations.Nullable;

/** Ends the process when going on could lose or fork the state. */
@FunctionalInterface
public interface HaltHandler {

    /** Exit code of a process that halted itself: EX_SOFTWARE of sysexits.h. */
    int EXIT_CODE = 70;

    /** Exit code of a process that is too old for what it found: a mistake that its user can mend, as a wrong option. */
    int NEWER_VERSION_EXIT_CODE = 120;

    /**
     * Called once, on any thread. Does not return in production; where it does (tests), the log is ended.
     *
     * @param sentence what happened and what to do
     */
    void halt(String sentence, @Nullable Throwable cause);

    /** Says the sentence on standard error and halts the process without running hooks. The cause is in the log by then. */
    static HaltHandler process() {
        return (sentence, cause) -> {
            System.err.println("mh: " + sentence);
            System.err.flush();
            Runtime.getRuntime().halt(cause instanceof NewerVersionException ? NEWER_VERSION_EXIT_CODE : EXIT_CODE);
        };
    }
}
