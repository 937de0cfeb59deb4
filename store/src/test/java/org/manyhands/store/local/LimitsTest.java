package org.manyhands.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.store.BlobRefusedException;
import org.manyhands.store.BlobRefusedException.Reason;
import org.manyhands.store.Digest;
import org.manyhands.store.Receipt;
import org.manyhands.store.SealedBlob;

class LimitsTest {
    @TempDir
    Path directory;

    private static void assertRefused(ThrowingCallable call, Reason reason, String sentence) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        BlobRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason))
                .hasMessageContaining(sentence);
    }

    @Test
    void shouldRefuseABlobThatIsTooLarge() throws Exception {
        byte[] noise = new byte[300];
        new java.util.Random(1).nextBytes(noise);
        StoreSettings settings = new StoreSettings("s", 1000, 1000, 200, Long.MAX_VALUE, 0);
        try (LocalBlobStore store = LocalBlobStore.open(directory.resolve("s"), settings)) {
            Stores.put(store, new byte[] {1});
            assertRefused(() -> Stores.put(store, noise), Reason.TOO_LARGE, "limit of one blob: 200");
        }
    }

    @Test
    void shouldRefuseWhenTheStoreIsFull() throws Exception {
        StoreSettings settings = new StoreSettings("s", 1000, 1000, 10_000, 300, 0);
        try (LocalBlobStore store = LocalBlobStore.open(directory.resolve("s"), settings)) {
            Digest first = Stores.put(store, new byte[] {1});
            Stores.put(store, new byte[] {2});
            assertRefused(
                    () -> {
                        Stores.put(store, new byte[] {3});
                        Stores.put(store, new byte[] {4});
                    },
                    Reason.STORE_FULL,
                    "of its 300");
            assertThat(store.has(first)).isPresent();
        }
    }

    @Test
    void shouldRefuseWhenTheDiskIsLow() throws Exception {
        StoreSettings settings = new StoreSettings("s", 1000, 1000, 10_000, Long.MAX_VALUE, Long.MAX_VALUE / 2);
        try (LocalBlobStore store = LocalBlobStore.open(directory.resolve("s"), settings)) {
            assertRefused(() -> Stores.put(store, new byte[] {1}), Reason.LOW_DISK, "make room or add a store");
            assertThat(store.usage().blobs()).isZero();
        }
    }

    @Test
    void shouldRefuseAfterItWasClosed() throws Exception {
        LocalBlobStore store = LocalBlobStore.open(directory.resolve("s"), Stores.settings(1000, 1000));
        try (SealedBlob blob = Stores.blob(new byte[] {1}, directory)) {
            store.close();
            assertRefused(() -> store.put(blob), Reason.STOPPED, "it is closed");
        }
    }

    @Test
    void shouldRefuseImpossibleSettings() {
        assertThatThrownBy(() -> new StoreSettings("s", 0, 1, 1, 1, 1)).hasMessage("segmentBytes: 0 (expected: > 0)");
    }

    @Test
    void shouldWriteReceiptsWithItsIdAndClock() throws Exception {
        try (LocalBlobStore store =
                        LocalBlobStore.open(directory.resolve("s"), Stores.settings(1000, 1000), new Stores.Clock());
                SealedBlob blob = Stores.blob(new byte[] {1}, directory)) {
            assertThat(store.put(blob)).isEqualTo(new Receipt(List.of("s1"), blob.name(), blob.bytes(), 1_234_567));
        }
    }

    /** An interrupt of one caller must neither fail nor close the file under the others. */
    @Test
    void shouldServeOthersWhenOneCallerIsInterrupted() throws Exception {
        try (LocalBlobStore store = LocalBlobStore.open(directory.resolve("s"), Stores.settings(3000, 100_000));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                byte[] content = {(byte) i, 1, 2, 3};
                boolean interrupted = i % 3 == 0;
                SealedBlob blob = Stores.blob(content, directory);
                results.add(threads.submit(() -> {
                    if (interrupted) {
                        Thread.currentThread().interrupt();
                    }
                    Digest name = store.put(blob).blob();
                    return Stores.holds(store, name);
                }));
            }
            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        }
    }

    @Test
    void shouldKeepManySmallBlobsInFewFiles() throws Exception {
        Path root = directory.resolve("s");
        try (LocalBlobStore store = LocalBlobStore.open(root, StoreSettings.defaults("s"));
                ExecutorService threads = Executors.newFixedThreadPool(32)) {
            List<Future<Digest>> names = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                byte[] content = new byte[10_000];
                new java.util.Random(i).nextBytes(content);
                names.add(threads.submit(() -> Stores.put(store, content)));
            }
            for (Future<Digest> name : names) {
                assertThat(store.has(name.get())).isPresent();
            }
            try (var files = Files.walk(root)) {
                assertThat(files.count()).isLessThan(20);
            }
        }
    }
}
