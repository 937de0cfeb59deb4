package org.manyhands.cli.verb;

/** What {@code mh} exits with; a job of a single task passes its own code through. */
final class ExitCode {
    static final int OK = 0;
    static final int TASK_FAILED = 1;
    static final int USAGE = 120;
    static final int CANCELLED = 121;
    static final int OUT_OF_REACH = 123;
    static final int TIMED_OUT = 124;
    static final int INTERNAL = 125;
    static final int INTERRUPTED = 130;

    /** What a shell makes of KILL. */
    static final int KILLED = 137;

    /** As in a shell: 128 and the number of the signal. */
    static final int SIGNAL_BASE = 128;

    private ExitCode() {}
}
