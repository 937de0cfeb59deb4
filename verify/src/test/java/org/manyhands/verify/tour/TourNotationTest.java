package org.manyhands.verify.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TourNotationTest {
    @TempDir
    Path scratch;

    @Test
    void shouldPartABlockAtExpectationsAndBlankLines() {
        List<Section> sections = Tour.parse("""
                # Title
                ## One
                ```sh
                a
                b
                #> x
                # exit 7
                c

                d
                ```
                ```yaml
                ## not: a section
                ```
                ## Nothing to do here
                """.lines().toList());
        assertThat(sections)
                .containsExactly(new Section(
                        "One",
                        List.of(new Block(
                                4,
                                List.of(
                                        new Paragraph(4, List.of("a", "b"), List.of("x"), 7),
                                        new Paragraph(8, List.of("c"), List.of(), 0),
                                        new Paragraph(9, List.of("d"), List.of(), 0))))));
    }

    @Test
    void shouldRefuseATourThatCannotBeMeant() {
        assertThatThrownBy(() -> Tour.parse(List.of("```sh", "true"))).hasMessage("line 1: the block is never closed");
        assertThatThrownBy(() -> Tour.parse(List.of("```sh", "#> x", "```"))).hasMessageContaining("line 2: expects");
    }

    @Test
    void shouldTakeDotsForWhatMayDiffer() {
        Expected expected = new Expected(List.of("a ... z", "...", "end"));
        assertThat(expected.matches(List.of("a b z", "end"))).isTrue();
        assertThat(expected.matches(List.of("a b z", "1", "2", "end"))).isTrue();
        assertThat(expected.matches(List.of("a b", "end"))).isFalse();
        assertThat(expected.matches(List.of("a b z", "end", "more"))).isFalse();
        assertThat(expected.matches(List.of("a b z"))).isFalse();
        assertThat(new Expected(List.of("a.c")).matches(List.of("abc"))).isFalse();
    }

    @Test
    void shouldKeepTheShellsStateBetweenParagraphsAndTellEachResult() throws Exception {
        Stage stage = Stage.in(scratch.resolve("with blanks"), scratch);
        Block block = Tour.parse(
                        List.of("```sh", "mkdir d; cd d; v=1", "", "pwd; echo $v; echo oops >&2; (exit 3)", "```"))
                .getFirst()
                .blocks()
                .getFirst();
        List<Stage.Result> results = stage.run(block);
        assertThat(results).hasSize(2);
        assertThat(results.get(1).exitCode()).isEqualTo(3);
        assertThat(results.get(1).output().getFirst()).endsWith("/work/d");
        assertThat(results.get(1).output().getLast()).isEqualTo("1");
        assertThat(results.get(1).errors()).isEqualTo("oops\n");
    }

    @Test
    void shouldTellThatTheShellEndedEarly() throws Exception {
        Stage stage = Stage.in(scratch.resolve("early"), scratch);
        Block block = Tour.parse(List.of("```sh", "exit 0", "", "true", "```"))
                .getFirst()
                .blocks()
                .getFirst();
        assertThat(stage.run(block)).isEmpty();
    }
}
