package org.manyhands.worker.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The standard input of a process that is asked. The JDK cannot write without blocking, so a thread of its own writes: one
 * chunk at a time, and while it does, nothing more is asked.
 */
final class JdkInput implements AutoCloseable {
    private static final byte[] END = {};

    private final Dialogue dialogue;
    private final ByteBuffer chunk = ByteBuffer.allocate(InputPipe.CHUNK_BYTES);
    private final BlockingQueue<byte[]> toWrite = new ArrayBlockingQueue<>(2);
    private volatile boolean writing;
    private volatile boolean refused;
    private boolean closed;

    JdkInput(OutputStream stream, Dialogue dialogue) {
        this.dialogue = dialogue;
        closed = dialogue.silent();
        if (closed) {
            close(stream);
        } else {
            var _ = Thread.ofPlatform().name("task-input").daemon().start(() -> write(stream));
        }
    }

    /** Asks, unless the last chunk is still being written; whether it did. */
    boolean push() {
        if (closed || writing) {
            return false;
        }
        if (refused) {
            close();
            dialogue.deaf();
            return false;
        }
        dialogue.ask(chunk.clear());
        chunk.flip();
        if (chunk.hasRemaining()) {
            writing = true;
            toWrite.add(Arrays.copyOf(chunk.array(), chunk.limit()));
            return true;
        }
        if (dialogue.over()) {
            close();
        }
        return false;
    }

    private void write(OutputStream stream) {
        try (stream) {
            byte[] bytes = toWrite.take();
            while (bytes.length > 0) {
                stream.write(bytes);
                stream.flush();
                writing = false;
                bytes = toWrite.take();
            }
        } catch (IOException gone) {
            refused = true;
            writing = false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(OutputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            // nothing was buffered
        }
    }

    /** The thread closes the pipe when it has written what it was given. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            toWrite.add(END);
        }
    }
}
