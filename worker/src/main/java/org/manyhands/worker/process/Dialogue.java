package org.manyhands.worker.process;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * The other side of a process that is asked on its standard input and answers on its standard output. Called on the thread
 * of the slot only, and not after the run has returned.
 */
public interface Dialogue {
    /** What {@link #wakeNanos} gives when nothing is waited for. */
    long NEVER = Long.MAX_VALUE;

    /** Whether nothing is ever asked: then it reads from {@code /dev/null}. */
    default boolean silent() {
        return false;
    }

    /**
     * Puts bytes for the standard input, none if there are none now. May wait a moment while nothing is unanswered.
     *
     * @throws UncheckedIOException if the rest cannot be read: the process is ended and the run throws
     */
    void ask(ByteBuffer into);

    /** Whether all has been asked: then the standard input is closed. */
    boolean over();

    /**
     * Whether every question has its answer. Then a process that is cancelled is not ended, but asked once more, and the
     * dialogue must be over.
     */
    boolean satisfied();

    /** Takes what it wrote to its standard output; false: it may not go on, and is ended. */
    boolean hear(ByteBuffer chunk);

    /** Takes what it wrote to its standard error; false: it may not go on, and is ended. */
    boolean overhear(ByteBuffer chunk);

    /** It closed its standard input: nothing more can be asked. */
    void deaf();

    /** It closed its standard output: nothing more will be answered. */
    void mute();

    /** When to call {@link #late} next, on the clock of {@link System#nanoTime}, or {@link #NEVER}. */
    long wakeNanos();

    /** Whether it took too long for something, and is to be ended. */
    boolean late(long nowNanos);
}
