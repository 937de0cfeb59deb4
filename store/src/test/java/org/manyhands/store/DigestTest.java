package org.manyhands.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DigestTest {
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void shouldBeTheSha256OfItsContent() {
        assertThat(Digest.of("abc".getBytes(StandardCharsets.US_ASCII)).hex()).isEqualTo(ABC);
    }

    @Test
    void shouldSurviveHexAndBytes() {
        Digest digest = Digest.fromHex(ABC);
        assertThat(Digest.fromBytes(digest.toBytes())).isEqualTo(digest).hasSameHashCodeAs(digest);
        assertThat(Digest.fromHex(ABC.toUpperCase(java.util.Locale.ROOT))).isEqualTo(digest);
    }

    @Test
    void shouldOrderAsUnsignedBytes() {
        assertThat(Digest.fromHex("ff" + "00".repeat(31))).isGreaterThan(Digest.fromHex("7f" + "ff".repeat(31)));
    }

    @Test
    void shouldRefuseOtherLengths() {
        assertThatThrownBy(() -> Digest.fromBytes(new byte[31])).hasMessage("digest: 31 bytes (expected: 32)");
        assertThatThrownBy(() -> Digest.fromHex("abc")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Digest.fromHex("g".repeat(64))).isInstanceOf(IllegalArgumentException.class);
    }
}
