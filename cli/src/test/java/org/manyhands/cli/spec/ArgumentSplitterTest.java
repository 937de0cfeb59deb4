package org.manyhands.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.manyhands.cli.spec.ArgumentSplitter.Split;

class ArgumentSplitterTest {
    private static final Set<String> VALUED = Set.of("--each", "--name", "-f", "-o");

    @Test
    void shouldEndOptionsAtTheFirstWordThatIsNone() throws SpecException {
        assertThat(split("--name", "x", "--quiet", "grep", "-c", "--name", "{}"))
                .isEqualTo(new Split(
                        List.of("--name", "x", "--quiet"),
                        List.of("grep", "-c", "--name", "{}"),
                        Optional.empty(),
                        Optional.empty(),
                        false));
    }

    @Test
    void shouldTakeAttachedValuesAndADashAsValue() throws SpecException {
        assertThat(split("--each", "-", "-ojson", "--name=x", "ls").options())
                .containsExactly("--each", "-", "-ojson", "--name=x");
    }

    @Test
    void shouldTakeItemsAfterThreeColons() throws SpecException {
        assertThat(split("ls", "{}", ":::", "a b", "-x").items()).contains(List.of("a b", "-x"));
        assertThat(split("--", "ls", ":::").items()).contains(List.of());
        assertThat(split("ls").items()).isEmpty();
    }

    @Test
    void shouldTakeTwoDashesAsTheStartOfTheCommand() throws SpecException {
        assertThat(split("--quiet", "--", "-weird", "--", "x").command()).containsExactly("-weird", "--", "x");
    }

    @Test
    void shouldTakeASoleJobFileAsOne() throws SpecException {
        assertThat(split("--quiet", "film.yaml").jobFile()).contains("film.yaml");
        assertThat(split("--quiet", "film.yaml").command()).isEmpty();
        assertThat(split("--", "film.yaml").jobFile()).isEmpty();
        assertThat(split("film.yaml", "x").jobFile()).isEmpty();
        assertThat(split("cat", "film.yaml").jobFile()).isEmpty();
        assertThat(split("film.yaml", ":::", "1").jobFile()).isEmpty();
        assertThat(split(".yaml").jobFile()).isEmpty();
    }

    @Test
    void shouldTakeNoWordsAtAll() throws SpecException {
        assertThat(split()).isEqualTo(new Split(List.of(), List.of(), Optional.empty(), Optional.empty(), false));
        assertThat(split("--each").options()).containsExactly("--each");
    }

    @Test
    void shouldRefuseASecondSourceOfItems() {
        assertThatThrownBy(() -> split("ls", ":::", "a", ":::", "b")).hasMessageContaining("a second time");
    }

    private static Split split(String... words) throws SpecException {
        return ArgumentSplitter.split(List.of(words), VALUED);
    }
}
