package org.manyhands.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starts JVMs in odd circumstances. */
@Timeout(120)
class ProcessStartersTest {
    private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

    @TempDir
    Path scratch;

    @Test
    void shouldFallBackToTheJdkAndSayWhyWhenNativeCallsAreRefused() throws Exception {
        assertThat(probe("exec", "--illegal-native-access=deny"))
                .contains("started by the JDK", "native calls do not work here", "Exited[code=7]\nout\n");
    }

    @Test
    void shouldLearnExitCodesAlthoughTheJvmWasStartedWithChildSignalIgnored() throws Exception {
        assertThat(probe("trap '' CHLD; exec", NATIVE)).contains("posix_spawn", "Exited[code=7]\nout\n");
    }

    @Test
    void shouldCaptureOutputAlthoughTheJvmWasStartedWithoutStandardDescriptors() throws Exception {
        assertThat(probe("exec 0<&- 1>&- 2>&-; exec", NATIVE)).contains("posix_spawn", "Exited[code=7]\nout\n");
    }

    private String probe(String prelude, String flag) throws Exception {
        Path file = scratch.resolve("result");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        prelude + " \"$@\"",
                        "sh",
                        java,
                        flag,
                        "-cp",
                        System.getProperty("java.class.path"),
                        StarterProbe.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return Files.readString(file);
    }
}
