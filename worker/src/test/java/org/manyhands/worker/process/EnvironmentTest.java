package org.manyhands.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    @Test
    void shouldTakeTheSubmittersValuesBeforeTheNodes() {
        Environment submitter = Environment.builder()
                .put("PATH", "/submitter")
                .put("LC_ALL", "C")
                .put("SECRET", "x")
                .build();
        Environment node = Environment.builder()
                .put("PATH", "/node")
                .put("TZ", "UTC")
                .put("LANG", "de_DE.UTF-8")
                .build();

        Environment minimal = MinimalEnvironment.of(submitter, node).build();

        assertThat(minimal.value("PATH")).contains(ByteString.copyFromUtf8("/submitter"));
        assertThat(minimal.value("TZ")).contains(ByteString.copyFromUtf8("UTC"));
        assertThat(minimal.value("LC_ALL")).contains(ByteString.copyFromUtf8("C"));
        assertThat(minimal.value("LANG")).isEmpty();
        assertThat(minimal.value("SECRET")).isEmpty();
    }

    @Test
    void shouldFallBackToUsableValues() {
        Environment minimal =
                MinimalEnvironment.of(Environment.EMPTY, Environment.EMPTY).build();

        assertThat(minimal.value("PATH")).contains(ByteString.copyFromUtf8(MinimalEnvironment.PATH_DEFAULT));
        assertThat(minimal.value("SHELL")).contains(ByteString.copyFromUtf8("/bin/sh"));
        assertThat(minimal.value("HOME")).isPresent();
        assertThat(minimal.value("USER")).isEqualTo(minimal.value("LOGNAME"));
        assertThat(minimal.value("TERM")).isEmpty();
    }

    @Test
    void shouldRefuseNamesThatNoProcessCanHave() {
        for (String name : new String[] {"", "a=b", "a\0"}) {
            assertThatThrownBy(() -> Environment.builder().put(name, "x"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected");
        }
    }

    @Test
    void shouldNotShowValues() {
        assertThat(Environment.builder().put("TOKEN", "secret").build().toString())
                .contains("TOKEN")
                .doesNotContain("secret");
    }
}
