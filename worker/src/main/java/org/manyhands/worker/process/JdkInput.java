package org.manyhands.worker.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Feeds the input of a running task from a thread of its own, as the JDK writes to a process only with blocking. The thread
 * ends when everybody who could read is gone, or all is written.
 */
final class JdkInput {
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final long JOIN_MILLIS = 10_000;

    private final InputSource source;
    private final OutputStream stream;
    private final @Nullable Thread thread;
    private volatile @Nullable IOException unreadable;

    private JdkInput(InputSource source, OutputStream stream) {
        this.source = source;
        this.stream = stream;
        thread = source.isNone()
                ? null
                : Thread.ofPlatform().name("task-input").daemon().unstarted(this::feed);
    }

    static JdkInput start(InputSource source, OutputStream stream) {
        JdkInput input = new JdkInput(source, stream);
        if (input.thread == null) {
            input.closeStream();
        } else {
            input.thread.start();
        }
        return input;
    }

    private void feed() {
        byte[] chunk = new byte[CHUNK_BYTES];
        int count = read(chunk);
        while (count > 0 && write(chunk, count)) {
            count = read(chunk);
        }
        if (unreadable == null) {
            closeStream();
        }
    }

    /** Also tells the execution if the rest cannot be read; the task must not see the end then. */
    private int read(byte[] chunk) {
        try {
            return source.read(chunk);
        } catch (IOException e) {
            unreadable = e;
            return -1;
        }
    }

    private boolean write(byte[] chunk, int count) {
        try {
            stream.write(chunk, 0, count);
            stream.flush();
            return true;
        } catch (IOException nobodyReads) {
            return false;
        }
    }

    void requireReadable() {
        IOException failure = unreadable;
        if (failure != null) {
            throw new UncheckedIOException(failure);
        }
    }

    /** After this nothing reads from the source; call it when no process of the task is left. */
    void close() {
        boolean interrupted = false;
        while (thread != null && thread.isAlive()) {
            try {
                if (!thread.join(Duration.ofMillis(JOIN_MILLIS))) {
                    break; // a process that cannot be ended holds the other end
                }
            } catch (InterruptedException e) {
                interrupted = true; // the source must not be closed while it is read
            }
        }
        closeStream();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeStream() {
        try {
            stream.close();
        } catch (IOException e) {
            // what was buffered is of no interest: nobody reads it
        }
    }
}
