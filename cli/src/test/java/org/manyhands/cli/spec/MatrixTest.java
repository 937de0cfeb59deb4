package org.manyhands.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.manyhands.wire.Placeholder;
import org.manyhands.wire.Word;

/** Combinations of values. */
class MatrixTest {
    @TempDir
    Path directory;

    @Test
    void shouldCombineTheLastFastest() throws Exception {
        assertThat(items("matrix: {size: [1, 2], color: [a, b, c]}\nrun: x\n"))
                .containsExactly("1\ta", "1\tb", "1\tc", "2\ta", "2\tb", "2\tc");
        assertThat(items("matrix: {only: [1, 2]}\nrun: x\n")).containsExactly("1", "2");
        assertThat(items("matrix: {a: [1, 2], b: []}\nrun: x\n")).isEmpty();
    }

    @Test
    void shouldTakeValuesFromEverythingThatGivesItems() throws Exception {
        Files.writeString(directory.resolve("names"), "x y\n\n");
        Files.writeString(directory.resolve("a.c"), "");
        assertThat(items("matrix: {n: 9..11, name: '@names', file: {files: '*.c'}, in_: '-'}\nrun: x\n", "s"))
                .containsExactly(
                        "9\tx y\ta.c\ts",
                        "9\t\ta.c\ts",
                        "10\tx y\ta.c\ts",
                        "10\t\ta.c\ts",
                        "11\tx y\ta.c\ts",
                        "11\t\ta.c\ts");
    }

    @Test
    void shouldMeanTheSameAsFlags() throws Exception {
        ItemSource yaml = each("matrix: {a: [1, x y], b: 1..3, c: '@f', d: [x], e: ['p,q', '']}\nrun: x\n");
        ItemSource flags = new FlagSpec()
                .command(List.of("x"))
                .matrix("a=1,x y")
                .matrix("b=1..3")
                .matrix("c=@f")
                .matrix("d=x")
                .matrix("e=['p,q', '']")
                .build()
                .spec()
                .steps()
                .getFirst()
                .each();
        assertThat(flags).isEqualTo(yaml);
    }

    @Test
    void shouldSeparateByNulWhatIsReadWithIt() throws Exception {
        ItemSource each = new FlagSpec()
                .command(List.of("x"))
                .matrix("a=1,2")
                .matrix("b=-")
                .nul(true)
                .build()
                .spec()
                .steps()
                .getFirst()
                .each();
        assertThat(read(each, "x\ny\0z")).containsExactly("1\tx\ny", "1\tz", "2\tx\ny", "2\tz");
        assertThatThrownBy(() -> new FlagSpec()
                        .command(List.of("x"))
                        .matrix("a=1,2")
                        .nul(true)
                        .build())
                .hasMessageContaining("-0: only @FILE and -");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "size | has no values",
                "=1,2 | '' cannot name values",
                "out=1 | 'out' cannot name values",
                "a b=1 | 'a b' cannot name values",
                "1a=1 | '1a' cannot name values",
                "a= | an empty value",
                "a=1,,2 | an empty value",
                "a=1..x | no source of items",
                "a=[1 | no list of items",
            })
    void shouldRefuseMalformedFlags(String text, String sentence) {
        assertThatThrownBy(() -> new FlagSpec().matrix(text))
                .isInstanceOf(SpecException.class)
                .hasMessageStartingWith("--matrix: ")
                .hasMessageContaining(sentence);
    }

    @Test
    void shouldRefuseNamesGivenTwiceAndTooManyOfThem() throws Exception {
        assertThatThrownBy(() -> new FlagSpec().matrix("a=1").matrix("a=2")).hasMessageContaining("a second time");
        assertThatThrownBy(() -> new FlagSpec().each("1..2").matrix("a=2")).hasMessageContaining("a second time");
        FlagSpec many = new FlagSpec();
        for (int i = 0; i < ItemSource.Matrix.AXES_MAX; i++) {
            many.matrix("a" + i + "=1");
        }
        assertThatThrownBy(() -> many.matrix("b=1")).hasMessageContaining("more than 16 names");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "matrix: {} | 1:9: 'matrix' in the job is a map",
                "matrix: [1] | 1:9: 'matrix' in the job is a list",
                "matrix: {a: [1], a: [2]} | 'a' stands here a second time",
                "matrix: {java: [1]} | 1:10: 'java' cannot name values",
                "matrix: {a: 5} | [5] for just this one",
                "matrix: {a: {b: [1]}} | unknown key 'b'",
                "matrix: {a: [[1]]} | element 1 of 'a' in 'matrix' in the job is a list",
                "{matrix: {a: [1]}, each: 1..2} | each: and matrix: in one step (expected: one of them)",
                "matrix: {a: '-', b: '-'} | 'b' also reads standard input",
            })
    void shouldRefuseMalformedKeys(String key, String sentence) {
        String yaml = key.startsWith("{matrix") ? key.replace("}, each", "}, run: x, each") : key + "\nrun: x\n";
        assertThatThrownBy(() -> each(yaml)).isInstanceOf(SpecException.class).hasMessageContaining(sentence);
    }

    @Test
    void shouldBoundCombinations() {
        assertThatThrownBy(() -> items("matrix: {a: 1..100_000, b: 1..1_001}\nrun: x\n"))
                .hasMessageContaining("more than 100_000_000 combinations");
        assertThatThrownBy(() -> items("matrix: {a: 1..1_000_001}\nrun: x\n"))
                .hasMessageContaining("'a' of the matrix: more than 1_000_000 values");
        assertThatThrownBy(() -> items("matrix: {a: [\"x\\ty\"]}\nrun: x\n"))
                .hasMessageContaining("'a' of the matrix: value 1 holds a tab");
        assertThatThrownBy(() -> items("matrix: {a: '@none'}\nrun: x\n"))
                .hasMessageContaining("'a' of the matrix: item file")
                .hasMessageContaining("does not exist");
        String half = "x".repeat(ItemReader.ITEM_BYTES_MAX / 2);
        assertThatThrownBy(() -> items("matrix: {a: [" + half + "], b: [" + half + "]}\nrun: x\n"))
                .hasMessageContaining("longer than 64KiB");
    }

    @Test
    void shouldFindItsPlaceholders() throws Exception {
        String matrix = "matrix: {size: [1], color: [a]}\n";
        assertThat(words(matrix + "run: [x, '{size}', '{2}-{1}', '{}', '{#}']\n"))
                .containsExactly("x", "{1}", "{2}-{1}", "{ITEM}", "{NUMBER}");
        assertThat(words(matrix + "run: [x]\n")).containsExactly("x", "{1}", "{2}");
        assertThat(words(matrix + "run: [x]\nenv: {S: '{size}'}\n")).containsExactly("x");
        assertThat(words(matrix + "run: x -y\n")).containsExactly("sh", "-c", "x -y {1} {2}");
        assertThat(words(matrix + "sh: x $1\n")).containsExactly("sh", "-c", "x $1", "sh", "{1}", "{2}");
        assertThat(words("steps:\n  a: {matrix: {n: [1]}, run: x}\n  b: {after: {a: each}, run: ['{n}']}\n"))
                .containsExactly("{1}");
        assertThatThrownBy(() -> words(matrix + "run: [x, '{colour}']\n"))
                .hasMessageContaining("unknown placeholder {colour} (did you mean {color}?)");
        assertThatThrownBy(() -> words(matrix + "run: [x, '{3}']\n"))
                .hasMessageContaining("a combination has 2 values: size, color");
        assertThatThrownBy(() -> words("each: [1]\nrun: [x, '{size}']\n")).hasMessageContaining("unknown placeholder");
    }

    private static List<String> words(String yaml) throws SpecException {
        ParsedJob job = JobFile.parse("job.yaml", yaml.getBytes(StandardCharsets.UTF_8));
        return StepWords.of(job.spec(), job.spec().steps().getLast(), job.places()).argv().stream()
                .map(MatrixTest::word)
                .toList();
    }

    private static String word(Word word) {
        StringBuilder shown = new StringBuilder();
        word.getPartsList().forEach(part -> {
            Placeholder slot = part.getPlaceholder();
            shown.append(
                    part.hasLiteral()
                            ? part.getLiteral().toStringUtf8()
                            : "{" + (slot.getColumn() > 0 ? slot.getColumn() : slot.getKind()) + "}");
        });
        return shown.toString();
    }

    private List<String> items(String yaml) throws SpecException, IOException {
        return items(yaml, "");
    }

    private List<String> items(String yaml, String standardInput) throws SpecException, IOException {
        return read(each(yaml), standardInput);
    }

    private List<String> read(ItemSource each, String standardInput) throws SpecException, IOException {
        List<String> items = new ArrayList<>();
        InputStream in = new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8));
        long count =
                new ItemReader(directory, in).read(each, item -> items.add(new String(item, StandardCharsets.UTF_8)));
        assertThat(count).isEqualTo(items.size());
        return items;
    }

    private static ItemSource each(String yaml) throws SpecException {
        return JobFile.parse("job.yaml", yaml.getBytes(StandardCharsets.UTF_8))
                .spec()
                .steps()
                .getFirst()
                .each();
    }
}
