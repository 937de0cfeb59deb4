package org.manyhands.cli.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.manyhands.link.Endpoint;

class TokenTextTest {
    private static final TokenText TOKEN = new TokenText(
            TokenText.newId(),
            TokenText.newSecret(),
            new byte[32],
            List.of(new Endpoint("10.0.0.1", 7420), new Endpoint("fe80::1", 1)));

    @Test
    void shouldReadWhatItWrote() {
        TokenText read = TokenText.parse(TOKEN.encode());
        assertThat(read.id()).isEqualTo(TOKEN.id());
        assertThat(read.secret()).isEqualTo(TOKEN.secret());
        assertThat(read.fingerprint()).isEqualTo(TOKEN.fingerprint());
        assertThat(read.control()).isEqualTo(TOKEN.control());
    }

    @Test
    void shouldBeAWordThatADoubleClickTakesAsAWhole() {
        assertThat(TOKEN.encode()).matches("mh1-[A-Za-z0-9_-]+");
    }

    @Test
    void shouldNoticeEveryCutAndEveryChangedCharacter() {
        String word = TOKEN.encode();
        for (int end = "mh1-".length(); end < word.length(); end++) {
            refuses(word.substring(0, end), "copy the whole word");
        }
        for (int at = "mh1-".length(); at < word.length() - 1; at++) {
            char other = word.charAt(at) == 'A' ? 'B' : 'A';
            refuses(word.substring(0, at) + other + word.substring(at + 1), "copy the whole word");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "mh2-abc", "n1:7420"})
    void shouldSayWhatATokenIs(String word) {
        refuses(word, "'mh token create'");
    }

    private static void refuses(String word, String sentence) {
        assertThatThrownBy(() -> TokenText.parse(word))
                .as(word)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }
}
