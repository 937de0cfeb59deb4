package org.manyhands.worker.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.store.Digest;

final class PiecesTest {
    private static final Digest BLOB = Digest.of(new byte[] {1});

    @TempDir
    private Path directory;

    private final AtomicInteger loads = new AtomicInteger();
    private Pieces pieces;

    @BeforeEach
    void open() throws IOException {
        pieces = new Pieces(directory.resolve("pieces"), 25);
    }

    private byte[] load() {
        return ("piece number " + loads.incrementAndGet()).substring(0, 10).getBytes(StandardCharsets.UTF_8);
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.list(directory.resolve("pieces"))) {
            return all.count();
        }
    }

    @Test
    void shouldLoadAPieceOnceAndGiveItToOthers() throws Exception {
        assertThat(pieces.find(BLOB, 0, 0)).isEmpty();
        byte[] first = pieces.get(BLOB, 0, this::load);
        assertThat(pieces.get(BLOB, 0, this::load)).isEqualTo(first);
        assertThat(pieces.find(BLOB, 0, 0)).contains(first);
        assertThat(loads).hasValue(1);
    }

    @Test
    void shouldDropTheLongestUnused() throws Exception {
        pieces.get(BLOB, 0, this::load);
        pieces.get(BLOB, 1, this::load);
        assertThat(pieces.find(BLOB, 0, 0)).isPresent();
        pieces.get(BLOB, 2, this::load);
        assertThat(files()).isEqualTo(2);
        assertThat(pieces.find(BLOB, 1, 0)).isEmpty();
        assertThat(pieces.find(BLOB, 0, 0)).isPresent();
    }

    @Test
    void shouldWaitForWhatIsOnItsWay() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<byte[]> first = CompletableFuture.supplyAsync(() -> {
            try {
                return pieces.get(BLOB, 0, () -> {
                    begun.countDown();
                    await(go);
                    return load();
                });
            } catch (IOException broken) {
                throw new IllegalStateException(broken);
            }
        });
        begun.await();
        assertThat(pieces.find(BLOB, 0, 10)).isEmpty();
        CompletableFuture<Boolean> asked = CompletableFuture.supplyAsync(() -> {
            try {
                return pieces.find(BLOB, 0, 60_000).isPresent();
            } catch (InterruptedException stop) {
                throw new IllegalStateException(stop);
            }
        });
        go.countDown();
        assertThat(asked.join()).isTrue();
        assertThat(first.join()).hasSize(10);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    @Test
    void shouldLoadAgainWhatCouldNotBeLoaded() throws Exception {
        assertThatThrownBy(() -> pieces.get(BLOB, 0, () -> {
                    throw new IOException("away");
                }))
                .hasMessage("away");
        assertThat(pieces.find(BLOB, 0, 0)).isEmpty();
        assertThat(pieces.get(BLOB, 0, this::load)).hasSize(10);
    }

    @Test
    void shouldDropADamagedBlobAndNoOther() throws Exception {
        Digest other = Digest.of(new byte[] {2});
        pieces.get(BLOB, 0, this::load);
        pieces.get(other, 0, this::load);
        pieces.forget(BLOB);
        assertThat(pieces.find(BLOB, 0, 0)).isEmpty();
        assertThat(pieces.find(other, 0, 0)).isPresent();
    }

    @Test
    void shouldReadAgainWhatSomebodyDeleted() throws Exception {
        pieces.get(BLOB, 0, this::load);
        Files.delete(directory.resolve("pieces").resolve(BLOB + "-0"));
        assertThat(pieces.find(BLOB, 0, 0)).isEmpty();
        assertThat(pieces.get(BLOB, 0, this::load)).hasSize(10);
        assertThat(loads).hasValue(2);
    }

    @Test
    void shouldKeepNothingWhereTheDiskHasNoRoomForAll() throws Exception {
        Pieces crowded = new Pieces(directory.resolve("crowded"), Long.MAX_VALUE);
        crowded.get(BLOB, 0, this::load);
        assertThat(crowded.find(BLOB, 0, 0)).isEmpty();
    }

    @Test
    void shouldForgetWhatItHadWhenItStarts() throws Exception {
        pieces.get(BLOB, 0, this::load);
        Pieces again = new Pieces(directory.resolve("pieces"), 25);
        assertThat(again.find(BLOB, 0, 0)).isEmpty();
        assertThat(files()).isZero();
    }
}
