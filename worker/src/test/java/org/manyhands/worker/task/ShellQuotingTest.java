package org.manyhands.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A quoted value is one word for a shell, and that word is the value. */
class ShellQuotingTest {
    private static final int VALUES = 400;
    private static final int BYTES_MAX = 40;
    private static final long LIMIT_SECONDS = 60;
    /** Characters that mean something to a shell come up more often than others. */
    private static final byte[] SPECIAL = " \t\n'\"\\$`!*?[]{}()<>|&;#~=-".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    @Test
    void shouldQuoteNothingAsAnEmptyWord() {
        assertThat(ShellQuoting.quote(ByteString.EMPTY).toStringUtf8()).isEqualTo("''");
    }

    @Test
    void shouldPutAQuoteOutsideOfQuotes() {
        assertThat(ShellQuoting.quote(ByteString.copyFromUtf8("a'b")).toStringUtf8())
                .isEqualTo("'a'\\''b'");
    }

    @Test
    void shouldGiveAShellEveryByteButZero() throws Exception {
        ByteString.Output all = ByteString.newOutput();
        for (int value = 1; value < 256; value++) {
            all.write(value);
        }
        assertThat(throughShell(List.of(all.toByteString()))).containsExactly(all.toByteString());
    }

    @Test
    void shouldGiveAShellRandomBytesAsTheyAre() throws Exception {
        Random random = new Random(20_261_121);
        List<ByteString> values = new ArrayList<>();
        for (int i = 0; i < VALUES; i++) {
            values.add(value(random));
        }
        assertThat(throughShell(values)).isEqualTo(values);
    }

    private static ByteString value(Random random) {
        byte[] value = new byte[random.nextInt(BYTES_MAX)];
        for (int i = 0; i < value.length; i++) {
            value[i] =
                    random.nextBoolean() ? SPECIAL[random.nextInt(SPECIAL.length)] : (byte) (1 + random.nextInt(255));
        }
        return ByteString.copyFrom(value);
    }

    /** Has {@code sh} print each of the quoted words, ended by a byte that no word can have. */
    private List<ByteString> throughShell(List<ByteString> values) throws IOException, InterruptedException {
        ByteString script = ByteString.copyFromUtf8("printf '%s\\0'");
        for (ByteString value : values) {
            script = script.concat(ByteString.copyFromUtf8(" ")).concat(ShellQuoting.quote(value));
        }
        // By way of a file: Java itself passes arguments as text of the platform's encoding.
        Path file = directory.resolve("script");
        Files.write(file, script.toByteArray());
        Path out = directory.resolve("out");
        Process shell = new ProcessBuilder("sh", "-c", ". \"$1\"", "sh", file.toString())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(shell.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).isZero();
        return words(Files.readAllBytes(out));
    }

    private static List<ByteString> words(byte[] printed) {
        List<ByteString> words = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < printed.length; i++) {
            if (printed[i] == 0) {
                words.add(ByteString.copyFrom(printed, begin, i - begin));
                begin = i + 1;
            }
        }
        assertThat(begin).isEqualTo(printed.length);
        return words;
    }
}
