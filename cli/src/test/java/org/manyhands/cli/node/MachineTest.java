package org.manyhands.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.core.state.Labels;

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

    @Test
    void shouldFindTheModelOfTheProcessor() throws Exception {
        Path file = Files.writeString(
                directory.resolve("cpuinfo"), "processor\t: 0\nmodel name\t: AMD EPYC 7B13\nmodel name\t: other\n");
        assertThat(Machine.cpu(file)).contains("AMD EPYC 7B13");
        assertThat(Machine.cpu(Files.writeString(file, "model name :\nBogoMIPS : 50\n")))
                .isEmpty();
        assertThat(Machine.cpu(Files.write(file, new byte[] {(byte) 0xff, 'm'})))
                .isEmpty();
        assertThat(Machine.cpu(directory.resolve("none"))).isEmpty();
    }

    @Test
    void shouldSayFactsThatAreLabels() {
        SortedMap<String, String> facts = Machine.facts("mh 1.2.3-" + "\n" + "x".repeat(200));
        assertThat(facts).containsKeys("arch", "hostname", "java", "os", "os.version");
        assertThat(facts.get("mh")).startsWith("1.2.3- xxx").hasSize(Labels.VALUE_CHARACTERS_MAX);
        assertThat(facts.keySet()).isSubsetOf(Labels.FACTS);
        assertThat(Labels.wrongFound(facts)).isEmpty();
    }
}
