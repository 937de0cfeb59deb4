package org.manyhands.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.manyhands.wire.Part;
import org.manyhands.wire.Placeholder;
import org.manyhands.wire.Placeholder.Kind;
import org.manyhands.wire.Word;

/** What placeholders become. */
class ExpanderTest {
    private static final byte[] NOT_TEXT = {(byte) 0xff, 0x01, '\n', ' ', '\'', (byte) 0x80, '*'};

    private static ByteString text(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private static Expander expander(ByteString item) {
        return new Expander(new Places(
                item, 42, text("/the out"), step -> text("/in/" + step), text("/bin/java"), text("/gathered")));
    }

    private static Part placeholder(Kind kind) {
        return Part.newBuilder()
                .setPlaceholder(Placeholder.newBuilder().setKind(kind))
                .build();
    }

    private static Word word(Part... parts) {
        return Word.newBuilder().addAllParts(List.of(parts)).build();
    }

    private static Part literal(ByteString bytes) {
        return Part.newBuilder().setLiteral(bytes).build();
    }

    private static String expand(Kind kind, String item) {
        return expander(text(item)).expand(word(placeholder(kind))).toStringUtf8();
    }

    @Test
    void shouldTakeOneValueOfACombination() {
        Placeholder.Builder second =
                Placeholder.newBuilder().setKind(Kind.COLUMN).setColumn(2);
        Word two = word(Part.newBuilder().setPlaceholder(second).build());
        assertThat(expander(text("a b\t\tc")).expand(two)).isEqualTo(ByteString.EMPTY);
        assertThat(expander(text("1\tx/y\t3")).expand(two)).isEqualTo(text("x/y"));
        assertThat(expander(text("1\tlast")).expand(two)).isEqualTo(text("last"));
        assertThatThrownBy(() -> expander(text("alone")).expand(two)).hasMessageContaining("value 2");
    }

    @ParameterizedTest
    @CsvSource({
        // item, {.}, {/}, {//}, {/.}
        "dir/a.txt, dir/a, a.txt, dir, a",
        "a.txt, a, a.txt, ., a",
        "a, a, a, ., a",
        "/a.txt, /a, a.txt, /, a",
        "/x/y/a.tar.gz, /x/y/a.tar, a.tar.gz, /x/y, a.tar",
        ".hidden, .hidden, .hidden, ., .hidden",
        "d.ir/name, d.ir/name, name, d.ir, name",
        "d/.hidden, d/.hidden, .hidden, d, .hidden",
        "d/.hidden.x, d/.hidden, .hidden.x, d, .hidden",
        "a., a, a., ., a",
    })
    void shouldTakeNamesApart(String item, String noExtension, String base, String directory, String stem) {
        assertThat(expand(Kind.ITEM, item)).isEqualTo(item);
        assertThat(expand(Kind.ITEM_NO_EXTENSION, item)).isEqualTo(noExtension);
        assertThat(expand(Kind.BASENAME, item)).isEqualTo(base);
        assertThat(expand(Kind.DIRNAME, item)).isEqualTo(directory);
        assertThat(expand(Kind.BASENAME_NO_EXTENSION, item)).isEqualTo(stem);
    }

    @Test
    void shouldExpandNumberAndPlaces() {
        assertThat(expand(Kind.NUMBER, "x")).isEqualTo("42");
        assertThat(expand(Kind.OUT, "x")).isEqualTo("/the out");
        assertThat(expand(Kind.JAVA, "x")).isEqualTo("/bin/java");
        Part in = Part.newBuilder()
                .setPlaceholder(Placeholder.newBuilder().setKind(Kind.IN).setStep("frames"))
                .build();
        assertThat(expander(text("x")).expand(word(in)).toStringUtf8()).isEqualTo("/in/frames");
    }

    @Test
    void shouldJoinPartsAndNeverSplitWords() {
        List<ByteString> argv = expander(text("a b\n*"))
                .expand(List.of(
                        word(literal(text("cp"))),
                        word(literal(text("--from=")), placeholder(Kind.ITEM), literal(text(";"))),
                        word()));
        assertThat(argv).containsExactly(text("cp"), text("--from=a b\n*;"), ByteString.EMPTY);
    }

    @Test
    void shouldLeaveBytesThatAreNotTextAsTheyAre() {
        ByteString item = ByteString.copyFrom(NOT_TEXT);
        assertThat(expander(item).expand(word(literal(item), placeholder(Kind.ITEM))))
                .isEqualTo(item.concat(item));
    }

    @Test
    void shouldQuoteOnlyWhatAShellWillRead() {
        Part quoted = Part.newBuilder()
                .setPlaceholder(Placeholder.newBuilder().setKind(Kind.ITEM).setShellQuoted(true))
                .build();
        assertThat(expander(text("it's"))
                        .expand(word(literal(text("echo ")), quoted, placeholder(Kind.ITEM)))
                        .toStringUtf8())
                .isEqualTo("echo 'it'\\''s'it's");
    }

    @Test
    void shouldRefuseAPlaceholderThatItDoesNotKnow() {
        assertThatThrownBy(() -> expand(Kind.KIND_UNSPECIFIED, "x")).isInstanceOf(IllegalArgumentException.class);
    }
}
