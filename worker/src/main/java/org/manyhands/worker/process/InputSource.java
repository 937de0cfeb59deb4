package org.manyhands.worker.process;

import java.io.IOException;

/**
 * What a task finds on its standard input, read piece by piece as the task takes it, so that it is never held whole. Read by
 * one thread at a time; whoever opened it closes what it reads from, after the run.
 */
@FunctionalInterface
public interface InputSource {
    /** Nothing: the task reads from {@code /dev/null}. */
    InputSource NONE = new InputSource() {
        @Override
        public int read(byte[] into) {
            return -1;
        }

        @Override
        public boolean isNone() {
            return true;
        }
    };

    /**
     * Puts the next bytes at the beginning of the array and gives their number, at least one; -1 at the end.
     *
     * @throws IOException if the rest cannot be read: the task is ended and the run throws, because it must not be taken for
     *     one that saw all of its input
     */
    int read(byte[] into) throws IOException;

    /** Whether there is nothing to feed, not even an end. */
    default boolean isNone() {
        return false;
    }
}
