package org.manyhands.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found on a machine. */
class MachineTest {
    @TempDir
    Path directory;

    @Test
    void shouldFindTheGpusOfNvidiaByNumber() throws Exception {
        for (String name :
                new String[] {"nvidia0", "nvidia1", "nvidia10", "nvidia2", "nvidiactl", "nvidia-uvm", "null"}) {
            Files.createFile(directory.resolve(name));
        }
        assertThat(Machine.gpus(directory)).containsExactly("0", "1", "2", "10");
        assertThat(Machine.gpus(directory.resolve("none"))).isEmpty();
    }

    @Test
    void shouldHaveCoresMemoryAndRoom() throws Exception {
        assertThat(Machine.resources(directory).amounts())
                .containsKeys("cpu", "memory", "scratch")
                .allSatisfy((name, amount) -> assertThat(amount).as(name).isPositive());
    }
}
