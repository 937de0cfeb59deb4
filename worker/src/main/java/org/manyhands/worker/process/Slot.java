package org.manyhands.worker.process;

/** Runs one task after the other. Belongs to one thread at a time, which should be a platform thread. */
public interface Slot extends AutoCloseable {
    /**
     * Runs the command and waits for its end: then none of its processes is left, also of those that it left in the
     * background, unless {@link Exit#survivors} says so. Standard input is empty. What background processes write
     * after the end of the first process is not part of the result. Interrupting the thread has no effect; use the
     * handle.
     *
     * <p>If the environment has {@code MH_BOOT} and {@code MH_KEY}, the pair marks the processes of this task.
     */
    Exit run(Command command, OutputSink standardOutput, OutputSink standardError, Limits limits, CancelHandle cancel);

    /**
     * Runs the command as {@link #run} does, but asks it on its standard input and hears its answers, for as long as the
     * dialogue goes on. How long it may take is the dialogue's business; of the limits only the grace counts.
     */
    Exit converse(Command command, Dialogue dialogue, Limits limits, CancelHandle cancel);

    /** What a dialogue hears beside the answers. */
    static OutputSink overhearing(Dialogue dialogue) {
        return chunk -> {
            dialogue.overhear(chunk);
            return true;
        };
    }

    @Override
    void close();
}
