package org.manyhands.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a node is told that it has. */
class NodeResourcesTest {
    @Test
    void shouldReadAmountsAndDevices() throws Exception {
        NodeResources resources = NodeResources.parse("cpu=1.5,memory=8G,scratch=1G,gpu=[0,1],fpga=[0..2],licence=2");
        assertThat(resources.amounts())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "cpu", 1_500L, "memory", 8L << 30, "scratch", 1L << 30, "gpu", 2_000L, "fpga", 3_000L,
                        "licence", 2_000L));
        assertThat(resources.devices())
                .containsExactlyInAnyOrderEntriesOf(Map.of("gpu", List.of("0", "1"), "fpga", List.of("0", "1", "2")));
    }

    @Test
    void shouldOverrideWhatWasFound() throws Exception {
        NodeResources found = NodeResources.parse("cpu=4,gpu=[0,1,2]");
        assertThat(found.with(NodeResources.NONE)).isEqualTo(found);
        assertThat(found.with(NodeResources.parse("gpu=[2]"))).isEqualTo(NodeResources.parse("cpu=4,gpu=[2]"));
        NodeResources hidden = found.with(NodeResources.parse("gpu=0"));
        assertThat(hidden.amounts()).containsEntry("gpu", 0L).containsEntry("cpu", 4_000L);
        assertThat(hidden.devices()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\"|no amount of a resource",
                "cpu|'cpu' is no amount of a resource",
                "cpu=|not a",
                "cpu=many|'many'",
                "cpu=2,|no amount of a resource",
                "cpu=2,,memory=1G|no amount of a resource",
                "memory=-1|'-1' is not a size",
                "cpu=0|no task could run here",
                "gpu=[]|no name of a device",
                "gpu=[0,0]|each named once",
                "gpu=[3..1]|each named once",
                "gpu=[0,1|no amount of a resource",
                "gpu=[a b]|'a b' is no name of a device",
                "cpu=[0,1]|have an amount and no names",
                "scratch=[0]|have an amount and no names",
                "GPU=1|'GPU' is not a name of a resource",
                "cpu=2,cpu=3|cpu is given twice",
            })
    void shouldSayWhatIsWrong(String text, String sentence) {
        assertThatThrownBy(() -> NodeResources.parse(text))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining(sentence);
    }
}
