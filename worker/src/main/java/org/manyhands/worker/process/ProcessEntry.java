package org.manyhands.worker.process;

/**
 * A process at the moment of a look at the machine; pid and start together name it for ever.
 *
 * @param session the session id, or {@link #UNKNOWN} where the system does not tell
 * @param startTicks when it started, on a clock of the table's own that only grows
 * @param zombie whether it has ended and only waits to be reaped
 */
record ProcessEntry(int pid, int parent, int session, long startTicks, boolean zombie) {
    static final int UNKNOWN = -1;

    boolean sameAs(ProcessEntry other) {
        return pid == other.pid && startTicks == other.startTicks;
    }
}
