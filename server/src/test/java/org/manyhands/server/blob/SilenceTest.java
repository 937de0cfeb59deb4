package org.manyhands.server.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private static final List<String> STORES = List.of("a", "b");

    private final Silence silence = new Silence(100);

    @Test
    void shouldWaitForWhoIsJustAway() {
        assertThat(silence.heard(STORES, Set.of("a", "b"), 0)).isTrue();
        assertThat(silence.heard(STORES, Set.of("a"), 10)).isFalse();
        assertThat(silence.heard(STORES, Set.of("a"), 111)).isTrue();
        assertThat(silence.silent()).containsExactly("b");
    }

    @Test
    void shouldCountAnewWhenItWasHeardInBetween() {
        assertThat(silence.heard(STORES, Set.of("a"), 0)).isFalse();
        assertThat(silence.heard(STORES, Set.of("a", "b"), 90)).isTrue();
        assertThat(silence.heard(STORES, Set.of("a"), 120)).isFalse();
    }

    @Test
    void shouldForgetWhoIsNoStoreAnyMore() {
        assertThat(silence.heard(STORES, Set.of("a"), 0)).isFalse();
        assertThat(silence.heard(List.of("a"), Set.of("a"), 10)).isTrue();
        assertThat(silence.silent()).isEmpty();
    }
}
