package org.manyhands.worker.process;

import java.io.UncheckedIOException;

/** Runs one task after the other. Belongs to one thread at a time, which should be a platform thread. */
public interface Slot extends AutoCloseable {
    /**
     * Runs the command, asks it on its standard input and hears its answers, for as long as the dialogue goes on, and waits
     * for its end: then none of its processes is left, also of those that it left in the background, unless
     * {@link Exit#survivors} says so. A task need not read its input to the end. What background processes write after the
     * end of the first process is not part of the result. Interrupting the thread has no effect; use the handle.
     *
     * <p>If the environment has {@code MH_BOOT} and {@code MH_KEY}, the pair marks the processes of this task.
     *
     * @throws UncheckedIOException if the dialogue cannot go on asking; nothing of the task is left then
     */
    Exit run(Command command, Dialogue dialogue, Limits limits, CancelHandle cancel);

    /** As above; what it reads comes from a source, and what it writes goes to sinks. */
    default Exit run(
            Command command,
            InputSource input,
            OutputSink standardOutput,
            OutputSink standardError,
            Limits limits,
            CancelHandle cancel) {
        return run(command, new Redirection(input, standardOutput, standardError), limits, cancel);
    }

    /** As above, without input. */
    default Exit run(
            Command command, OutputSink standardOutput, OutputSink standardError, Limits limits, CancelHandle cancel) {
        return run(command, InputSource.NONE, standardOutput, standardError, limits, cancel);
    }

    @Override
    void close();
}
