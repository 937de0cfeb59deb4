package org.manyhands.worker.process;

/** Sends signals to exactly the process that was seen, never to a later one with the same number. */
interface Signaller {
    /** Asks it to end; a stopped process is continued, so that it can. */
    void terminate(ProcessEntry process);

    void kill(ProcessEntry process);

    /**
     * Kills the process group of a task's first process, which is not yet reaped, in one stroke: this also catches
     * processes that fork faster than they can be looked at. Where groups are not known, nothing happens.
     */
    void killGroup(int firstPid);
}
