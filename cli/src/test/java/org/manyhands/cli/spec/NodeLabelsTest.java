package org.manyhands.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody says of a node. */
class NodeLabelsTest {
    @Test
    void shouldReadNamesAndValues() throws Exception {
        assertThat(NodeLabels.parse(List.of("zone=eu", "rack.row=7=b", "fast=")))
                .containsExactlyInAnyOrderEntriesOf(Map.of("zone", "eu", "rack.row", "7=b", "fast", ""));
        assertThat(NodeLabels.parse(List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "zone|'zone' (expected: NAME=VALUE",
                "=eu|'=eu' (expected: NAME=VALUE",
                "a b=1|the name of a label: 'a b'",
                "os=plan9|label 'os' is what the node finds itself"
            })
    void shouldSayWhatIsWrong(String text, String sentence) {
        assertThatThrownBy(() -> NodeLabels.parse(List.of(text)))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void shouldTakeEachNameOnce() {
        assertThatThrownBy(() -> NodeLabels.parse(List.of("a=1", "a=2"))).hasMessage("label 'a' is given twice");
    }
}
