package org.manyhands.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a task writes is kept as it was written, up to its limit, in memory or in a file. */
class CaptureTest {
    private static final int MEMORY = Capture.MEMORY_BYTES_MAX;
    private static final int CHUNK = 64 << 10;

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("stdout");
    }

    private static byte[] random(int bytes) {
        byte[] value = new byte[bytes];
        new Random(bytes).nextBytes(value);
        return value;
    }

    /** Whether every chunk was taken. */
    private static boolean write(Capture capture, byte[] bytes) {
        boolean taken = true;
        for (int from = 0; from < bytes.length && taken; from += CHUNK) {
            taken = capture.accept(ByteBuffer.wrap(bytes, from, Math.min(CHUNK, bytes.length - from)));
        }
        return taken;
    }

    private static byte[] read(Capture capture) throws IOException {
        try (InputStream in = capture.content().open()) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_096, 4_097, MEMORY - 1, MEMORY, MEMORY + 1, 3 * MEMORY + 7})
    void shouldKeepWhatWasWritten(int bytes) throws Exception {
        byte[] written = random(bytes);
        try (Capture capture = new Capture(file()).reset(Long.MAX_VALUE)) {
            assertThat(write(capture, written)).isTrue();
            assertThat(capture.bytes()).isEqualTo(bytes);
            assertThat(capture.cut()).isFalse();
            assertThat(read(capture)).isEqualTo(written);
            assertThat(file().toFile().exists()).as("in a file").isEqualTo(bytes > MEMORY);
        }
        assertThat(file()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10_000, MEMORY - 1, MEMORY, MEMORY + 1, 2 * MEMORY + 5})
    void shouldCutAtTheLimit(int limit) throws Exception {
        byte[] written = random(3 * MEMORY);
        try (Capture capture = new Capture(file()).reset(limit)) {
            assertThat(write(capture, written)).isFalse();
            assertThat(capture.cut()).isTrue();
            assertThat(capture.bytes()).isEqualTo(limit);
            assertThat(read(capture)).isEqualTo(Arrays.copyOf(written, limit));
        }
        assertThat(file()).doesNotExist();
    }

    @Test
    void shouldNotCutWhatIsExactlyAtTheLimit() throws Exception {
        try (Capture capture = new Capture(file()).reset(1_000)) {
            assertThat(write(capture, random(1_000))).isTrue();
            assertThat(capture.cut()).isFalse();
            assertThat(write(capture, random(1))).isFalse();
            assertThat(capture.cut()).isTrue();
            assertThat(capture.bytes()).isEqualTo(1_000);
        }
    }

    @Test
    void shouldForgetTheAttemptBefore() throws Exception {
        try (Capture capture = new Capture(file()).reset(10)) {
            assertThat(write(capture, random(20))).isFalse();
            capture.reset(100);
            assertThat(write(capture, random(30))).isTrue();
            assertThat(capture.cut()).isFalse();
            assertThat(read(capture)).isEqualTo(random(30));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, MEMORY, 2 * MEMORY})
    void shouldTellTheLastWordsOfAnAttemptHoweverMuchItSaid(int before) throws Exception {
        byte[] noise = new byte[before];
        Arrays.fill(noise, (byte) '.');
        try (Capture capture = new Capture(file()).reset(Long.MAX_VALUE)) {
            assertThat(write(capture, noise)).isTrue();
            assertThat(write(capture, "\nno such frame\n".getBytes(StandardCharsets.UTF_8)))
                    .isTrue();
            assertThat(capture.tail(15)).isEqualTo("no such frame");
            assertThat(capture.tail(6)).isEqualTo("frame");
        }
    }
}
