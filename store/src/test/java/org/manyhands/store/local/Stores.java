package org.manyhands.store.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.manyhands.store.Blob;
import org.manyhands.store.BlobBuilder;
import org.manyhands.store.BlobKind;
import org.manyhands.store.BlobMissingException;
import org.manyhands.store.Digest;
import org.manyhands.store.SealedBlob;

/** Stores to test, a clock to turn, and blobs to put. */
final class Stores {
    private Stores() {}

    static final class Clock implements StoreClock {
        private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);

        void advance(java.time.Duration by) {
            nanos.addAndGet(by.toNanos());
        }

        @Override
        public long monotonicNanos() {
            return nanos.get();
        }

        @Override
        public long wallMillis() {
            return 1_234_567;
        }
    }

    static StoreSettings settings(long segmentBytes, int largeBlobBytes) {
        return new StoreSettings("s1", segmentBytes, largeBlobBytes, 1L << 30, Long.MAX_VALUE, 0);
    }

    static SealedBlob blob(byte[] content, Path spool) throws IOException {
        try (BlobBuilder builder = new BlobBuilder(BlobKind.RAW, spool)) {
            return builder.write(content).seal(new byte[0]);
        }
    }

    static Digest put(LocalBlobStore store, byte[] content) throws IOException {
        try (SealedBlob blob = blob(content, store.spoolDirectory())) {
            return store.put(blob).blob();
        }
    }

    static byte[] read(LocalBlobStore store, Digest blob) throws IOException {
        try (Blob opened = store.open(blob)) {
            return opened.stream().readAllBytes();
        }
    }

    static boolean holds(LocalBlobStore store, Digest blob) throws IOException {
        try (Blob opened = store.open(blob)) {
            opened.verify();
            return true;
        } catch (BlobMissingException missing) {
            return false;
        }
    }

    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    /** A copy of a closed store's directory, as a crash at that moment would leave it. */
    static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
        }
        return to;
    }
}
