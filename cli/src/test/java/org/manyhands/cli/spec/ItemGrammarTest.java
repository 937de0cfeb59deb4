package org.manyhands.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemGrammarTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "1..5, 1 2 3 4 5",
        "1..6:2, 1 3 5",
        "5..1, 5 4 3 2 1",
        "10..1:4, 10 6 2",
        "10..1:-4, 10 6 2",
        "-2..1, -2 -1 0 1",
        "-1..-3, -1 -2 -3",
        "08..11, 08 09 10 11",
        "1..010:4, 001 005 009",
        "-01..1, -01 00 01",
        "7..7, 7"
    })
    void shouldCountThroughRanges(String text, String expected) throws Exception {
        assertThat(String.join(" ", items(ItemGrammar.parse(text)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "abc, expected: a range such as",
        "1..5:0, never arrives",
        "1..5:-1, never arrives",
        "1..1_000_000_000, at most 100_000_000",
        "1..99999999999999999999, out of bounds",
        "120, expected: 1..120",
        "@, expected: a range",
        "1...5, expected: a range",
        "1.., expected: a range"
    })
    void shouldRefuseWhatIsNoSource(String text, String sentence) {
        assertThatThrownBy(() -> ItemGrammar.parse(text))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining(sentence)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void shouldTakeListsOnTheCommandLine() throws Exception {
        assertThat(items(EachParser.flag("[a, 'b c', 007]"))).containsExactly("a", "b c", "007");
        assertThat(items(EachParser.flag("[]"))).isEmpty();
        assertThatThrownBy(() -> EachParser.flag("[a, b")).hasMessageContaining("is no list of items");
    }

    @Test
    void shouldReadOneItemPerLine() throws Exception {
        Files.writeString(directory.resolve("names"), "a b\n\n  c \nlast");
        assertThat(items(ItemGrammar.parse("@names"))).containsExactly("a b", "", "  c ", "last");
    }

    @Test
    void shouldReadNoItemsFromAnEmptyFile() throws Exception {
        Files.writeString(directory.resolve("names"), "");
        assertThat(items(ItemGrammar.parse("@names"))).isEmpty();
    }

    @Test
    void shouldSplitAtNulBytesWhenAsked() throws Exception {
        Files.writeString(directory.resolve("names"), "a\nb\0c\0");
        assertThat(items(new ItemSource.Lines("names", true))).containsExactly("a\nb", "c");
        assertThatThrownBy(() -> items(new ItemSource.Lines("names", false)))
                .hasMessageContaining("item 2 of names holds a NUL byte")
                .hasMessageContaining("-0");
    }

    @Test
    void shouldRefuseAFileThatChangesWhileItIsRead() throws Exception {
        Path names = Files.writeString(directory.resolve("names"), "a\nb\n");
        ItemReader reader = new ItemReader(directory, new ByteArrayInputStream(new byte[0]));
        assertThatThrownBy(() -> reader.read(
                        new ItemSource.Lines("names", false), item -> Files.writeString(names, "a\nb\nmore\n")))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("changed while it was read (4 bytes");
    }

    @Test
    void shouldReadMillionsOfItemsWithoutHoldingThem() throws Exception {
        long[] bytes = {0};
        long count = new ItemReader(directory, new ByteArrayInputStream(new byte[0]))
                .read(ItemGrammar.parse("1..10_000_000"), item -> bytes[0] += item.length);
        assertThat(count).isEqualTo(10_000_000);
        assertThat(bytes[0]).isEqualTo(68_888_897);
    }

    @Test
    void shouldKeepBytesThatAreNoText() throws Exception {
        byte[] bytes = {(byte) 0xff, (byte) 0x80, '\n', 'x'};
        List<byte[]> items = new ArrayList<>();
        long count = new ItemReader(directory, new ByteArrayInputStream(bytes))
                .read(new ItemSource.StandardInput(false), items::add);
        assertThat(count).isEqualTo(2);
        assertThat(items.getFirst()).containsExactly(0xff, 0x80);
    }

    @Test
    void shouldRefuseAnItemTooLongForAnArgument() throws Exception {
        Files.writeString(directory.resolve("one"), "x".repeat(ItemReader.ITEM_BYTES_MAX) + "\n");
        Files.writeString(directory.resolve("two"), "x".repeat(ItemReader.ITEM_BYTES_MAX + 1));
        assertThat(items(new ItemSource.Lines("one", false))).hasSize(1);
        assertThatThrownBy(() -> items(new ItemSource.Lines("two", false)))
                .hasMessageContaining("item 1 of two is longer than 64KiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "."})
    void shouldNameTheFileThatCannotBeRead(String path) {
        assertThatThrownBy(() -> items(new ItemSource.Lines(path, false)))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("item file")
                .hasMessageContaining(path);
    }

    @Test
    void shouldExpandGlobsInOrderWithoutHiddenFiles() throws Exception {
        Files.createDirectories(directory.resolve("src/deep/er"));
        for (String file : List.of("b.txt", "a.txt", ".c.txt", "src/d.txt", "src/deep/e.txt", "src/deep/er/f.txt")) {
            Files.writeString(directory.resolve(file), "");
        }
        assertThat(Glob.expand(directory, "*.txt")).containsExactly("a.txt", "b.txt");
        assertThat(Glob.expand(directory, ".*.txt")).containsExactly(".c.txt");
        assertThat(Glob.expand(directory, "src/**/*.txt"))
                .containsExactly("src/d.txt", "src/deep/e.txt", "src/deep/er/f.txt");
        assertThat(Glob.expand(directory, "src/")).containsExactly("src");
        assertThat(Glob.expand(directory, "*/*.{txt,md}")).containsExactly("src/d.txt");
        assertThat(Glob.expand(directory, "nothing*")).isEmpty();
        assertThat(Glob.expand(directory, "b.txt/x")).isEmpty();
        assertThat(Glob.expand(directory, directory + "/a.*")).containsExactly(directory + "/a.txt");
        assertThatThrownBy(() -> Glob.expand(directory, "[a")).hasMessageContaining("'[a' is not a glob");
        assertThat(items(new ItemSource.Files("*.txt"))).containsExactly("a.txt", "b.txt");
    }

    private List<String> items(ItemSource source) throws SpecException, IOException {
        List<String> items = new ArrayList<>();
        ItemReader reader = new ItemReader(directory, new ByteArrayInputStream(new byte[0]));
        long count = reader.read(source, item -> items.add(new String(item, StandardCharsets.UTF_8)));
        assertThat(count).isEqualTo(items.size());
        return items;
    }
}
