package org.manyhands.worker.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.manyhands.store.Content;
import org.manyhands.worker.process.OutputSink;

/** Keeps what an attempt writes to one of its outputs: in memory as long as it is small, then in a file. */
final class Capture implements OutputSink, AutoCloseable {
    static final int MEMORY_BYTES_MAX = 1 << 20;
    private static final int FIRST_BYTES = 4 << 10;

    private final Path file;
    private byte[] memory = new byte[FIRST_BYTES];
    private @Nullable FileChannel channel;
    private long limitBytes;
    private long bytes;
    private boolean cut;
    private String trouble = "";

    Capture(Path file) {
        this.file = file;
    }

    /** Forgets what it kept, for the next attempt. */
    Capture reset(long newLimitBytes) {
        limitBytes = newLimitBytes;
        bytes = 0;
        cut = false;
        trouble = "";
        return this;
    }

    @Override
    public boolean accept(ByteBuffer chunk) {
        if (bytes + chunk.remaining() > limitBytes) {
            chunk.limit(chunk.position() + (int) (limitBytes - bytes));
            cut = true;
        }
        try {
            keep(chunk);
        } catch (IOException full) {
            trouble = "what it wrote cannot be kept: " + full.getMessage();
        }
        return !cut && trouble.isEmpty();
    }

    private void keep(ByteBuffer chunk) throws IOException {
        int more = chunk.remaining();
        if (channel == null && bytes + more > MEMORY_BYTES_MAX) {
            channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING),
                    Workspace.OWN_FILE);
            write(channel, ByteBuffer.wrap(memory, 0, (int) bytes));
        }
        if (channel != null) {
            write(channel, chunk);
        } else {
            if (bytes + more > memory.length) {
                memory = Arrays.copyOf(
                        memory, (int) Math.min(MEMORY_BYTES_MAX, Math.max(memory.length * 2L, bytes + more)));
            }
            chunk.get(memory, (int) bytes, more);
        }
        bytes += more;
    }

    private static void write(FileChannel channel, ByteBuffer chunk) throws IOException {
        while (chunk.hasRemaining()) {
            channel.write(chunk);
        }
    }

    long bytes() {
        return bytes;
    }

    boolean cut() {
        return cut;
    }

    /** Why the attempt was not let go on: there was no room for what it wrote; empty if there was. */
    String trouble() {
        return trouble;
    }

    /** Gives up a file, so that there is room for something else. */
    void drop() throws IOException {
        if (channel != null || spilled()) {
            close();
            bytes = 0;
        }
    }

    /** What was kept; valid until {@link #close}. */
    Content content() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
        return spilled() ? Content.of(file) : Content.of(Arrays.copyOf(memory, (int) bytes));
    }

    /** The last bytes, for people: what a failed attempt said. */
    String tail(int bytesMax) throws IOException {
        int length = (int) Math.min(bytes, bytesMax);
        byte[] last = new byte[length];
        if (spilled()) {
            try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ)) {
                ByteBuffer into = ByteBuffer.wrap(last);
                while (into.hasRemaining() && from.read(into, bytes - into.remaining()) > 0) {}
            }
        } else {
            System.arraycopy(memory, (int) bytes - length, last, 0, length);
        }
        return new String(last, StandardCharsets.UTF_8).strip();
    }

    private boolean spilled() {
        return bytes > MEMORY_BYTES_MAX;
    }

    /** Removes the file, if there is one. */
    @Override
    public void close() throws IOException {
        boolean written = channel != null || spilled();
        if (channel != null) {
            channel.close();
            channel = null;
        }
        if (written) {
            Files.deleteIfExists(file);
        }
    }
}
