package org.manyhands.worker.process;

/** Sends signals to exactly the process that was seen, never to a later one with the same number. */
interface Signaller {
    /** Asks it to end; a stopped process is continued, so that it can. */
    void terminate(ProcessEntry process);

    void kill(ProcessEntry process);
}
