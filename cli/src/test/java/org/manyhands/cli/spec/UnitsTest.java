package org.manyhands.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({"1h30m, 5400000", "2s, 2000", "250ms, 250", "1.5s, 1500", "0, 0", "2d, 172800000", "1m0.25s, 60250"})
    void shouldReadDurations(String text, long millis) throws SpecException {
        assertThat(Durations.parse(text)).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5", "s", "-1s", "1x", "1s1m", "1s 2s", "1s1s", "0.0005s", "0.5ms", "4000d", "999999999999d"
            })
    void shouldRefuseWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("expected: a duration");
    }

    @ParameterizedTest
    @CsvSource({
        "16M, 16777216",
        "2GiB, 2147483648",
        "1KB, 1000",
        "1k, 1024",
        "512MiB, 536870912",
        "1.5K, 1536",
        "1_000, 1000",
        "7B, 7",
        "8P, 9007199254740992"
    })
    void shouldReadSizes(String text, long bytes) throws SpecException {
        assertThat(Sizes.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "M", "-1", "1 M", "1X", "1MiBs", "0.5", "9P", "99999999999999999999P"})
    void shouldRefuseWhatIsNoSize(String text) {
        assertThatThrownBy(() -> Sizes.parse(text))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("expected: a size");
    }

    @Test
    void shouldReadCountsWithUnderscores() throws SpecException {
        assertThat(Decimals.count("1_000_000", 0, 2_000_000)).isEqualTo(1_000_000);
        assertThat(Decimals.count("-5", -10, 10)).isEqualTo(-5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1__0", "_1", "1_", "1.0", "x", "1e3", "11", "99999999999999999999"})
    void shouldRefuseWhatIsNoCountWithinBounds(String text) {
        assertThatThrownBy(() -> Decimals.count(text, 0, 10))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("expected: a whole number, 0 to 10");
    }

    @Test
    void shouldReadBackWhatItPrints() throws SpecException {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            long value = random.nextLong(1L << random.nextInt(1, 38));
            assertThat(Durations.parse(Durations.print(value))).isEqualTo(value);
            assertThat(Sizes.parse(Sizes.print(value << 10))).isEqualTo(value << 10);
            assertThat(Sizes.parse(Sizes.print(value))).isEqualTo(value);
            assertThat(Decimals.thousandths(Decimals.printThousandths(value))).isEqualTo(value);
            assertThat(Decimals.count(Decimals.grouped(value), 0, Long.MAX_VALUE))
                    .isEqualTo(value);
        }
    }
}
