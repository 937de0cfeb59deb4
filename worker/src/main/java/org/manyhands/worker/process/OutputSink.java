package org.manyhands.worker.process;

import java.nio.ByteBuffer;

/** Takes what a task writes to one of its two outputs, in order, on the thread of the slot. */
@FunctionalInterface
public interface OutputSink {
    OutputSink DISCARD = chunk -> true;

    /**
     * Takes the remaining bytes of the chunk, which is only valid during the call.
     *
     * @return false when the limit is reached: the task is ended, and this sink is not called again
     */
    boolean accept(ByteBuffer chunk);
}
