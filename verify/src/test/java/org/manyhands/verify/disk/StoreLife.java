package org.manyhands.verify.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.manyhands.store.Blob;
import org.manyhands.store.BlobBuilder;
import org.manyhands.store.BlobKind;
import org.manyhands.store.Digest;
import org.manyhands.store.SealedBlob;
import org.manyhands.store.local.LocalBlobStore;
import org.manyhands.store.local.StoreSettings;

/** Puts small and large blobs, removes some, compacts, opens again and goes on. */
final class StoreLife implements Life {
    private static final StoreSettings SETTINGS = new StoreSettings("s1", 1_500, 2_000, 1 << 20, Long.MAX_VALUE, 0);
    private static final int LARGE_BYTES = 3_000;
    private static final List<Made> BLOBS = made(600, 500, 700, LARGE_BYTES, 400, 650, LARGE_BYTES + 1, 550, 300, 200);
    private static final Made AFTERWARDS = BLOBS.getLast();

    private final boolean promisesTooEarly;
    private final Set<Digest> promised = new HashSet<>();

    /** A blob before it is put. */
    private record Made(Digest name, ByteBuffer content, ByteBuffer stored) {}

    /** @param promisesTooEarly whether a blob is counted on before it is put, which a sweep must find */
    StoreLife(boolean promisesTooEarly) {
        this.promisesTooEarly = promisesTooEarly;
    }

    private static List<Made> made(int... sizes) {
        List<Made> made = new ArrayList<>();
        Random random = new Random(5);
        for (int size : sizes) {
            byte[] content = new byte[size];
            random.nextBytes(content);
            try (BlobBuilder builder = new BlobBuilder(BlobKind.RAW, Path.of("."));
                    SealedBlob blob = builder.write(content).seal(new byte[0])) {
                made.add(new Made(
                        blob.name(),
                        ByteBuffer.wrap(content),
                        ByteBuffer.wrap(blob.open().readAllBytes())));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        return made;
    }

    private static LocalBlobStore open(Path root) throws IOException {
        return LocalBlobStore.open(root.resolve("data/store"), SETTINGS);
    }

    @Override
    public void write(Path root) throws IOException {
        try (LocalBlobStore store = open(root)) {
            put(store, 0, 6);
            remove(store, Set.of(0, 1, 3));
            put(store, 6, 7);
        }
        try (LocalBlobStore store = open(root)) {
            put(store, 7, 9);
            remove(store, Set.of(2, 4));
            put(store, 0, 1);
            put(store, 3, 4);
        }
    }

    private void put(LocalBlobStore store, int first, int end) throws IOException {
        for (Made each : BLOBS.subList(first, end)) {
            if (promisesTooEarly) {
                promised.add(each.name());
            }
            put(store, each);
            promised.add(each.name());
        }
    }

    private static void put(LocalBlobStore store, Made blob) throws IOException {
        byte[] stored = blob.stored().array();
        var _ = store.put(blob.name(), stored.length, new ByteArrayInputStream(stored));
    }

    private void remove(LocalBlobStore store, Set<Integer> numbers) throws IOException {
        Set<Digest> doomed = new HashSet<>();
        numbers.forEach(number -> doomed.add(BLOBS.get(number).name()));
        promised.removeAll(doomed);
        var _ = store.sweep(() -> blob -> !doomed.contains(blob), Duration.ZERO);
    }

    @Override
    public void check(Path root) throws IOException {
        try (LocalBlobStore store = open(root)) {
            assertThat(store.damage()).isEmpty();
            assertThat(files(root.resolve("data/store/tmp"))).isEmpty();
            assertThat(store.usage().diskBytes())
                    .as("bytes that the store knows of")
                    .isEqualTo(bytes(root));
            assertHolds(store, promised);
            put(store, AFTERWARDS);
        }
        try (LocalBlobStore store = open(root)) {
            Set<Digest> all = new HashSet<>(promised);
            all.add(AFTERWARDS.name());
            assertHolds(store, all);
        }
    }

    private static void assertHolds(LocalBlobStore store, Set<Digest> expected) throws IOException {
        Map<Digest, ByteBuffer> contents = new HashMap<>();
        BLOBS.forEach(blob -> contents.put(blob.name(), blob.content()));
        assertThat(store.list()).containsAll(expected);
        for (Digest each : store.list()) {
            try (Blob blob = store.open(each)) {
                assertThat(ByteBuffer.wrap(blob.stream().readAllBytes())).isEqualTo(contents.get(each));
            }
        }
    }

    private static long bytes(Path root) throws IOException {
        long bytes = 0;
        for (String part : List.of("segments", "large")) {
            for (Path file : files(root.resolve("data/store").resolve(part))) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
