package org.manyhands.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendedFileTest {
    private static final int WRITES = 60;
    /** Short against a force, so that several are broken off, and long enough for some to end. */
    private static final long PAUSE_NANOS = 200_000;

    @TempDir
    Path directory;

    @Test
    void shouldGoOnAtTheEndOfWhatIsThere() throws Exception {
        Path path = Files.write(directory.resolve("f"), new byte[] {1, 2, 3});
        try (AppendedFile file = AppendedFile.open(path)) {
            file.write(4);
            file.truncate(2);
            file.write(new byte[] {7, 8, 9}, 1, 2);
            file.force();
            assertThat(file.bytes()).isEqualTo(4);
        }
        assertThat(path).hasBinaryContent(new byte[] {1, 2, 8, 9});
    }

    @Test
    void shouldKeepAnInterruptForLater() throws Exception {
        Path path = directory.resolve("f");
        Thread.currentThread().interrupt();
        try (AppendedFile file = AppendedFile.create(path)) {
            file.write(new byte[] {1, 2});
            file.truncate(1);
            file.force();
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(path).hasBinaryContent(new byte[] {1});
    }

    /** Interrupts come at any moment, so some of them break off a write or a force. */
    @Test
    void shouldWriteEverythingOnceWhileItIsInterrupted() throws Exception {
        Path path = directory.resolve("f");
        byte[] expected = new RandomContent(3).bytes(WRITES * 10_000);
        Thread writer = Thread.currentThread();
        AtomicBoolean done = new AtomicBoolean();
        Thread interrupter = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                writer.interrupt();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        });
        try (AppendedFile file = AppendedFile.create(path)) {
            for (int i = 0; i < WRITES; i++) {
                file.write(expected, i * 10_000, 10_000);
                file.force();
            }
        } finally {
            done.set(true);
            joinDespiteInterrupts(interrupter);
        }
        assertThat(read(path)).isEqualTo(expected);
    }

    private static void joinDespiteInterrupts(Thread thread) {
        while (thread.isAlive()) {
            var _ = Thread.interrupted();
            Thread.onSpinWait();
        }
        var _ = Thread.interrupted();
    }

    private static byte[] read(Path path) throws IOException {
        return Files.readAllBytes(path);
    }
}
