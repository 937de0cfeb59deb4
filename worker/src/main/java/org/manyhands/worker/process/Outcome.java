package org.manyhands.worker.process;

/** How an attempt ended. */
public sealed interface Outcome {

    /** It ended by itself with an exit code, 0 to 255. */
    record Exited(int code) implements Outcome {}

    /** A signal ended it that was not sent from here. */
    record Signalled(int signal) implements Outcome {}

    /**
     * It was ended from here.
     *
     * @param exitCode 0 to 255, or -1 if a signal ended it
     * @param signal the number, or 0 if it left by itself when asked
     */
    record Stopped(Reason reason, int exitCode, int signal) implements Outcome {}

    /**
     * It never ran.
     *
     * @param code {@value #NOT_FOUND}: command, interpreter or directory missing; {@value #NOT_EXECUTABLE}: found, but
     *     the system refuses to run it; {@value #NODE_EXHAUSTED}: this node has no room for a process now
     * @param sentence what was wrong with which value, and what would help
     */
    record NotStarted(int code, String sentence) implements Outcome {
        public static final int NODE_EXHAUSTED = 125;
        public static final int NOT_EXECUTABLE = 126;
        public static final int NOT_FOUND = 127;
    }

    /** Why a task was ended from here. */
    enum Reason {
        TIMED_OUT,
        CANCELLED,
        OUTPUT_LIMIT,
        /** It took more of the disk than there is for it. */
        DISK,
        /** The kernel killed at least one of its processes, because they used more memory than they may. */
        OUT_OF_MEMORY
    }
}
