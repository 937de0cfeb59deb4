package org.manyhands.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/**
 * A file that one thread at a time writes at its end, and that nobody else writes, renames or removes meanwhile.
 *
 * <p>An interrupt closes a channel under its user. Here it is kept for later, and what it broke off is done again on a spare
 * channel. That was opened before the write, so the system tells it of a failed write-back which the closed one could not report.
 */
public final class AppendedFile extends OutputStream {
    /** A channel copies through native memory, which the JVM keeps for each thread: no more than so much. */
    private static final int CHUNK_BYTES = 1 << 18;

    private final Path path;
    private FileChannel channel;
    private FileChannel spare;
    private long bytes;

    private AppendedFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.bytes = Files.size(path);
        this.spare = reopened();
    }

    /** Opens the file at its end; makes it if it is not there. */
    public static AppendedFile open(Path path) throws IOException {
        return new AppendedFile(path, FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    }

    /** Makes a file that must not be there yet. */
    public static AppendedFile create(Path path, FileAttribute<?>... attributes) throws IOException {
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new AppendedFile(path, FileChannel.open(path, options, attributes));
    }

    /** How long the file is. */
    public long bytes() {
        return bytes;
    }

    @Override
    public void write(int each) throws IOException {
        write(new byte[] {(byte) each});
    }

    @Override
    public void write(byte[] source, int offset, int count) throws IOException {
        int done = 0;
        while (done < count) {
            int chunk = Math.min(count - done, CHUNK_BYTES);
            append(source, offset + done, chunk);
            done += chunk;
        }
    }

    private void append(byte[] source, int offset, int count) throws IOException {
        long start = bytes;
        uninterrupted(() -> {
            ByteBuffer left = ByteBuffer.wrap(source, offset, count);
            while (left.hasRemaining()) {
                channel.write(left, start + count - left.remaining());
            }
        });
        bytes += count;
    }

    /** Cuts off what is behind the first so many bytes; durable only after {@link #force}. */
    public void truncate(long length) throws IOException {
        uninterrupted(() -> channel.truncate(length));
        bytes = Math.min(bytes, length);
    }

    /** Returns when everything written so far would survive a power loss; the name of the file is another matter. */
    public void force() throws IOException {
        uninterrupted(() -> channel.force(true));
    }

    private void uninterrupted(Uninterrupted.Step step) throws IOException {
        Uninterrupted.run(step, () -> {
            channel = spare;
            spare = reopened();
        });
    }

    private FileChannel reopened() throws IOException {
        return FileChannel.open(path, StandardOpenOption.WRITE);
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            spare.close();
        }
    }
}
