package org.manyhands.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "n1:80, n1, 80",
        "n1, n1, 7420",
        "10.0.0.1:0, 10.0.0.1, 0",
        ":9000, '', 9000",
        "[fe80::1]:9000, fe80::1, 9000",
        "[::1], ::1, 7420"
    })
    void shouldReadAddresses(String text, String host, int port) {
        assertThat(Endpoint.parse(text)).isEqualTo(new Endpoint(host, port));
        assertThat(Endpoint.parse(Endpoint.parse(text).toString())).isEqualTo(new Endpoint(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "n1:", "n1:x", "n1:70000", "n1:123456", "http://n1", "::1", "[zz]:1", "n1:80/x"})
    void shouldRefuseOthersWithWhatIsExpected(String text) {
        assertThatThrownBy(() -> Endpoint.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("expected: ");
    }
}
