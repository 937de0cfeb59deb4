package org.manyhands.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.store.Blob;
import org.manyhands.store.Digest;
import org.manyhands.store.RandomContent;

class SweepTest {
    private static final Duration HOUR = LocalBlobStore.IDLE_MIN;
    private static final StoreSettings SETTINGS = Stores.settings(20_000, 15_000);

    @TempDir
    Path directory;

    private final Stores.Clock clock = new Stores.Clock();
    private LocalBlobStore store;
    private Path root;

    @BeforeEach
    void open() throws IOException {
        root = directory.resolve("store");
        store = LocalBlobStore.open(root, SETTINGS, clock);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private SweepResult sweep(Set<Digest> reachable) throws IOException {
        return store.sweep(() -> reachable::contains, HOUR);
    }

    private byte[] incompressible(long seed, int size) {
        byte[] bytes = new byte[size];
        new RandomContent(seed).random().nextBytes(bytes);
        return bytes;
    }

    @Test
    void shouldRemoveOnlyWhatIsIdleAndUnreachable() throws Exception {
        for (int size : new int[] {100, 30_000}) {
            Digest idle = Stores.put(store, incompressible(size, size));
            Digest reachable = Stores.put(store, incompressible(size + 1, size));
            clock.advance(HOUR.minusNanos(1));
            assertThat(sweep(Set.of()).removedBlobs()).isZero();
            Digest young = Stores.put(store, incompressible(size + 2, size));
            clock.advance(Duration.ofNanos(1));
            SweepResult result = sweep(Set.of(reachable));
            assertThat(result.removedBlobs()).isEqualTo(1);
            assertThat(Stores.holds(store, idle)).isFalse();
            assertThat(store.has(idle)).isEmpty();
            assertThat(Stores.holds(store, reachable)).isTrue();
            assertThat(Stores.holds(store, young)).isTrue();
            clock.advance(HOUR);
            assertThat(sweep(Set.of()).removedBlobs()).isEqualTo(2);
        }
    }

    @Test
    void shouldKeepWhatWasAnsweredForOrPutAgain() throws Exception {
        byte[] putAgain = incompressible(1, 100);
        Digest asked = Stores.put(store, incompressible(2, 100));
        Digest repeated = Stores.put(store, putAgain);
        clock.advance(HOUR);
        assertThat(store.has(asked)).isPresent();
        Stores.put(store, putAgain);
        assertThat(sweep(Set.of()).removedBlobs()).isZero();
        clock.advance(HOUR);
        assertThat(sweep(Set.of()).removedBlobs()).isEqualTo(2);
        assertThat(Stores.holds(store, repeated)).isFalse();
    }

    @Test
    void shouldKeepWhatIsTouchedBetweenListingAndRemoval() throws Exception {
        Digest touched = Stores.put(store, incompressible(1, 100));
        Digest left = Stores.put(store, incompressible(2, 100));
        clock.advance(HOUR);
        SweepResult result = store.sweep(
                () -> {
                    assertThat(store.has(touched)).isPresent();
                    return blob -> false;
                },
                HOUR);
        assertThat(result.listed()).isEqualTo(2);
        assertThat(result.removedBlobs()).isEqualTo(1);
        assertThat(Stores.holds(store, touched)).isTrue();
        assertThat(Stores.holds(store, left)).isFalse();
    }

    @Test
    void shouldReadTheStateOnlyAfterListing() throws Exception {
        Stores.put(store, incompressible(1, 100));
        clock.advance(HOUR);
        List<Digest> late = new ArrayList<>();
        store.sweep(
                () -> {
                    late.add(putUnchecked(incompressible(2, 100)));
                    return blob -> false;
                },
                Duration.ZERO);
        assertThat(Stores.holds(store, late.getFirst())).isTrue();
    }

    private Digest putUnchecked(byte[] content) {
        try {
            return Stores.put(store, content);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @Test
    void shouldGiveSpaceBackAndKeepTheRest() throws Exception {
        Map<Digest, byte[]> kept = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            byte[] content = incompressible(i, 2000);
            Digest name = Stores.put(store, content);
            if (i % 10 == 0) {
                kept.put(name, content);
            }
        }
        long before = store.usage().diskBytes();
        int filesBefore = Stores.files(root.resolve("segments")).size();
        Digest anyKept = kept.keySet().iterator().next();
        try (Blob openMeanwhile = store.open(anyKept)) {
            clock.advance(HOUR);
            SweepResult result = sweep(kept.keySet());
            assertThat(result.removedBlobs()).isEqualTo(90);
            assertThat(result.removedSegments()).isGreaterThan(5);
            assertThat(openMeanwhile.stream().readAllBytes()).isEqualTo(kept.get(anyKept));
        }
        assertThat(store.usage().diskBytes()).isLessThan(before / 2);
        assertThat(Stores.files(root.resolve("segments")).size()).isLessThan(filesBefore / 2);
        assertKept(kept);
        store.close();
        store = LocalBlobStore.open(root, SETTINGS, clock);
        assertKept(kept);
    }

    private void assertKept(Map<Digest, byte[]> kept) throws IOException {
        for (Map.Entry<Digest, byte[]> entry : kept.entrySet()) {
            assertThat(Stores.read(store, entry.getKey())).isEqualTo(entry.getValue());
        }
    }

    @Test
    void shouldTreatARestartAsATouch() throws Exception {
        Digest name = Stores.put(store, incompressible(1, 100));
        clock.advance(HOUR);
        store.close();
        store = LocalBlobStore.open(root, SETTINGS, clock);
        assertThat(sweep(Set.of()).removedBlobs()).isZero();
        assertThat(Stores.holds(store, name)).isTrue();
    }

    /** Whoever was told "it is there" finds it there, while sweeps that may remove everything idle run all the time. */
    @Test
    void shouldNeverRemoveWhatWasJustAcknowledged() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> sweeper = threads.submit(() -> {
                while (!done.get()) {
                    clock.advance(Duration.ofMinutes(1));
                    sweep(new HashSet<>());
                }
                return null;
            });
            List<Future<?>> putters = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                long seed = t;
                putters.add(threads.submit(() -> {
                    RandomContent random = new RandomContent(seed);
                    for (int i = 0; i < 150; i++) {
                        int which = random.number(5);
                        byte[] content = incompressible(which, which % 2 == 0 ? 500 : 20_000);
                        long toldNanos = clock.monotonicNanos();
                        Digest name = Stores.put(store, content);
                        boolean there = Stores.holds(store, name);
                        boolean young = clock.monotonicNanos() - toldNanos < HOUR.toNanos();
                        assertThat(there || !young).isTrue();
                    }
                    return null;
                }));
            }
            try {
                for (Future<?> putter : putters) {
                    putter.get();
                }
            } finally {
                done.set(true);
            }
            sweeper.get();
        }
    }
}
