package org.manyhands.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SweepTest {
    private final String dataDirectoryId = "sweeptest" + System.nanoTime();
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void shouldEndEarlierBootsOnly() throws Exception {
        Process first = start(dataDirectoryId + ".1", "sleep", "1000");
        Process twelfth = start(dataDirectoryId + ".12", "sh", "-c", "trap '' TERM; sleep 1000 & wait");
        Process present = start(dataDirectoryId + ".2", "sleep", "1000");
        Process other = start(dataDirectoryId + "x.1", "sleep", "1000");

        Sweep.Swept swept = Sweep.endAllOf(dataDirectoryId, 2);

        assertThat(swept.ended()).isGreaterThanOrEqualTo(2);
        assertThat(swept.survivors()).isZero();
        assertThat(first.waitFor()).isEqualTo(128 + 9);
        assertThat(twelfth.waitFor()).isEqualTo(128 + 9);
        assertThat(present.isAlive()).isTrue();
        assertThat(other.isAlive()).isTrue();
        assertThat(Processes.marked("MH_BOOT=" + dataDirectoryId + ".12")).isEmpty();
    }

    @Test
    void shouldEndDescendantsThatClearedTheirEnvironment() throws Exception {
        Process parent = start(dataDirectoryId + ".1", "sh", "-c", "env -i sleep 1000 & echo $!; wait");
        long child = Long.parseLong(parent.inputReader(StandardCharsets.UTF_8).readLine());

        Sweep.endAllOf(dataDirectoryId, 2);

        assertThat(Processes.lives(child)).isFalse();
    }

    @Test
    void shouldFindNothingToEnd() {
        assertThat(Sweep.endAllOf(dataDirectoryId, 0)).isEqualTo(new Sweep.Swept(0, 0));
    }

    private Process start(String boot, String... words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("MH_BOOT", boot);
        Process process = builder.start();
        started.add(process);
        return process;
    }
}
