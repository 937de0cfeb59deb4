package org.manyhands.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How users name jobs and tasks. */
class ReferenceTest {
    private static Reference reference(String job, Optional<String> step, long first, long last) {
        return new Reference(job, step, first, last, Optional.empty());
    }

    @Test
    void shouldReadAJob() {
        for (String job : new String[] {"12", "last", "film", "my-film_2"}) {
            assertThat(Reference.parse(job)).isEqualTo(reference(job, Optional.empty(), 0, 0));
            assertThat(Reference.parse(job).allTasks()).isTrue();
        }
    }

    @Test
    void shouldReadTasks() {
        assertThat(Reference.parse("12.7")).isEqualTo(reference("12", Optional.empty(), 7, 7));
        assertThat(Reference.parse("last.1-10")).isEqualTo(reference("last", Optional.empty(), 1, 10));
        assertThat(Reference.parse("12.3-3")).isEqualTo(reference("12", Optional.empty(), 3, 3));
        assertThat(Reference.parse("12.7").allTasks()).isFalse();
    }

    @Test
    void shouldReadAStepAndItsTasks() {
        assertThat(Reference.parse("12.frames")).isEqualTo(reference("12", Optional.of("frames"), 0, 0));
        assertThat(Reference.parse("12.frames.7")).isEqualTo(reference("12", Optional.of("frames"), 7, 7));
        assertThat(Reference.parse("12.frames.1-3")).isEqualTo(reference("12", Optional.of("frames"), 1, 3));
    }

    @Test
    void shouldReadAStateBehindAnyOfThem() {
        for (String text : new String[] {"12:failed", "12.frames:failed", "12.frames.7:failed", "12:FAILED"}) {
            assertThat(Reference.parse(text).state()).as(text).contains("failed");
            assertThat(Reference.parse(text).job()).isEqualTo("12");
        }
        assertThat(Reference.parse("12.frames.2-4:backing_off"))
                .isEqualTo(new Reference("12", Optional.of("frames"), 2, 4, Optional.of("backing_off")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".7", ":failed"})
    void shouldRefuseWhatNamesNoJob(String text) {
        assertThatThrownBy(() -> Reference.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names no job");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12.",
                "12..7",
                "12.frames.",
                "12.frames.x",
                "12.0",
                "12.5-4",
                "12.0-4",
                "12.frames.99999999999999999999",
                "12:failed:failed"
            })
    void shouldRefuseTheRestWithASentence(String text) {
        assertThatThrownBy(() -> Reference.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected:");
    }

    @Test
    void shouldNameTheStatesThereAre() {
        assertThatThrownBy(() -> Reference.parse("12:lost"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'lost' is no state")
                .hasMessageContaining("backing_off, blocked, cancelled");
    }

    @Test
    void shouldEncodeForAPath() {
        assertThat(Reference.encoded("a b/ü?")).isEqualTo("a%20b%2F%C3%BC%3F");
    }
}
