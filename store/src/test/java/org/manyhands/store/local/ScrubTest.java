package org.manyhands.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.store.Digest;
import org.manyhands.store.RandomContent;

class ScrubTest {
    @TempDir
    Path directory;

    private final RandomContent random = new RandomContent(1);

    private static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void shouldFindDamageThatNobodyHasReadYet() throws Exception {
        try (LocalBlobStore store = LocalBlobStore.open(directory, StoreSettings.defaults("n1"))) {
            Digest small = Stores.put(store, random.bytes(100_000));
            try (Stream<Path> segments = Files.list(directory.resolve("segments"))) {
                damage(segments.findFirst().orElseThrow());
            }
            Digest large = Stores.put(store, random.bytes(3 * StoreSettings.LARGE_BLOB_BYTES));
            Scrub scrub = new Scrub(store);
            assertThat(scrub.read(1)).as("before it begins").isZero();
            scrub.begin();
            assertThat(scrub.read(Long.MAX_VALUE)).isGreaterThan(StoreSettings.LARGE_BLOB_BYTES);
            assertThat(store.damagedBlobs()).containsExactly(small);
            assertThat(store.has(small)).isEmpty();
            assertThat(store.has(large)).isPresent();
            assertThat(scrub.read(1)).as("after its end").isZero();
        }
    }

    @Test
    void shouldReadALittleAtATime() throws Exception {
        try (LocalBlobStore store = LocalBlobStore.open(directory, StoreSettings.defaults("n1"))) {
            List<Digest> blobs = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                blobs.add(Stores.put(store, random.bytes(10_000)));
            }
            Scrub scrub = new Scrub(store);
            scrub.begin();
            int turns = 0;
            while (scrub.read(15_000) > 0) {
                turns++;
            }
            assertThat(turns).isBetween(2, blobs.size());
        }
    }
}
