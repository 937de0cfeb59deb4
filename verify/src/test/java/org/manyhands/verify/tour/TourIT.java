package org.manyhands.verify.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every section of docs/tour.md, executed as a reader would. */
final class TourIT {
    @TempDir
    Path scratch;

    @TestFactory
    Stream<DynamicContainer> shouldDoWhatTheTourSays() throws IOException {
        Path repository = repository();
        List<Section> sections = Tour.parse(Files.readAllLines(repository.resolve("docs/tour.md")));
        assertThat(sections)
                .as("sections of docs/tour.md with something to execute")
                .isNotEmpty();
        return sections.stream().map(section -> container(section, repository));
    }

    private DynamicContainer container(Section section, Path repository) {
        try {
            Stage stage = Stage.in(Files.createTempDirectory(scratch, "section"), repository);
            return DynamicContainer.dynamicContainer(
                    section.title(), section.blocks().stream().map(block -> test(stage, block)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DynamicTest test(Stage stage, Block block) {
        return DynamicTest.dynamicTest("docs/tour.md:" + block.line(), () -> {
            List<Stage.Result> results = stage.run(block);
            for (int i = 0; i < results.size(); i++) {
                judge(block.paragraphs().get(i), results.get(i));
            }
            assertThat(results).as("paragraphs that the shell reached").hasSameSizeAs(block.paragraphs());
        });
    }

    private static void judge(Paragraph paragraph, Stage.Result result) {
        String where = "docs/tour.md:" + paragraph.line() + ": " + String.join("; ", paragraph.commands());
        assertThat(result.exitCode())
                .as("exit code of %s%nstandard output: %s%nstandard error: %s", where, result.output(), result.errors())
                .isEqualTo(paragraph.exitCode());
        assertThat(new Expected(paragraph.output()).matches(result.output()))
                .as(
                        "%s%nexpected: %s%nbut got:  %s%nstandard error: %s",
                        where, paragraph.output(), result.output(), result.errors())
                .isTrue();
    }

    /** Maven runs this in verify/, an IDE perhaps in the root. */
    private static Path repository() {
        Path here = Path.of("").toAbsolutePath();
        Path parent = here.getParent();
        return Files.exists(here.resolve("docs/tour.md")) || parent == null ? here : parent;
    }
}
