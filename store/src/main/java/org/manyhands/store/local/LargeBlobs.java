package org.manyhands.store.local;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.manyhands.store.AppendedFile;
import org.manyhands.store.Blob;
import org.manyhands.store.Digest;
import org.manyhands.store.DurableFile;
import org.manyhands.store.FileBytes;

/**
 * Large blobs, each a file of its own.
 *
 * <p>Concurrency: between renaming a file in and recording it, and between forgetting and unlinking, this lock is held,
 * so that a removal never unlinks the file that a put of the same blob has just renamed in. It is taken before the lock
 * of {@link Holdings}.
 */
final class LargeBlobs {
    private static final String SUFFIX = ".blob";
    private static final int BUFFER_BYTES = 1 << 18;

    private final Path directory;
    private final Path temporary;
    private final ReentrantLock lock = new ReentrantLock();

    LargeBlobs(Path directory, Path temporary) {
        this.directory = directory;
        this.temporary = temporary;
    }

    ReentrantLock lock() {
        return lock;
    }

    void recover(BiConsumer<Digest, Location> onFound) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (name.length() == 2 * Digest.BYTES + SUFFIX.length()) {
                    Digest blob = Digest.fromHex(name.substring(0, 2 * Digest.BYTES));
                    onFound.accept(blob, new Location.OwnFile(file, Files.size(file)));
                }
            }
        }
    }

    /** Copies, verifies and syncs the content, gives it its name and reports it; all durable when this returns. */
    void put(Digest blob, long bytes, InputStream content, BiConsumer<Digest, Location> onDurable) throws IOException {
        Path part = Files.createTempFile(temporary, "put-", ".part");
        try {
            copy(bytes, content, part);
            try (Blob written = Blob.open(blob, new FileBytes(part, 0, bytes))) {
                written.verify();
            }
            Path target = directory.resolve(blob.hex() + SUFFIX);
            lock.lock();
            try {
                DurableFile.renameDurably(part, target);
                onDurable.accept(blob, new Location.OwnFile(target, bytes));
            } finally {
                lock.unlock();
            }
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void copy(long bytes, InputStream content, Path part) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (AppendedFile out = AppendedFile.open(part)) {
            for (long left = bytes; left > 0; ) {
                int count = content.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (count < 0) {
                    throw new EOFException("the content ended " + left + " bytes before its " + bytes);
                }
                out.write(buffer, 0, count);
                left -= count;
            }
            out.force();
        }
    }
}
