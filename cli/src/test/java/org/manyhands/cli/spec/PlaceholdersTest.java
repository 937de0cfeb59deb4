package org.manyhands.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.manyhands.wire.Placeholder.Kind;

class PlaceholdersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|ITEM",
                "{1}|ITEM",
                "{.}|ITEM_NO_EXTENSION",
                "{/}|BASENAME",
                "{//}|DIRNAME",
                "{/.}|BASENAME_NO_EXTENSION",
                "{#}|NUMBER",
                "{out}|OUT",
                "{java}|JAVA"
            })
    void shouldKnowEveryPlaceholder(String text, Kind kind) throws SpecException {
        assertThat(Placeholders.parse("a" + text + "b"))
                .containsExactly(new Piece.Literal("a"), new Piece.Slot(kind, ""), new Piece.Literal("b"));
    }

    @Test
    void shouldNameTheStepOfAnInput() throws SpecException {
        assertThat(Placeholders.parse("{in.a.b}/x"))
                .containsExactly(new Piece.Slot(Kind.IN, "a.b"), new Piece.Literal("/x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f() { echo hi; }; f",
                "{print $1}",
                "${HOME}/x",
                "${#}",
                "{\"a\": {\"b\": 1}}",
                "s/x\\{2\\}/y/",
                "{ if(a){ print } }}",
                "{",
                "}",
                "}}",
                "a{b",
                "{if(x)print}",
                "{$a}",
                "{\n}",
                "{'a'}"
            })
    void shouldLeaveShellAndProgramTextAlone(String text) throws SpecException {
        assertThat(Placeholders.parse(text)).containsExactly(new Piece.Literal(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{{}}|{}", "{{print}}|{print}", "{{{{.Names}}}}|{{.Names}}", "{{|{", "{{a}|{a}", "{{a}}}}|{a}}}"})
    void shouldUndoEscapes(String text, String meant) throws SpecException {
        assertThat(Placeholders.parse(text)).containsExactly(new Piece.Literal(meant));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ouy}|unknown placeholder {ouy} (did you mean {out}?)",
                "{print}|unknown placeholder {print} (for the text {print} itself write {{print}})",
                "{a,b}|unknown placeholder {a,b} (for the text {a,b} itself write {{a,b}})",
                "{2}|placeholder {2} asks for another source of items, but there is one",
                "{in.}|placeholder {in.} names no step (expected: {in.STEP})"
            })
    void shouldRefuseAnUnknownPlaceholderWithAHint(String text, String sentence) {
        assertThatThrownBy(() -> Placeholders.parse("x" + text))
                .isInstanceOf(SpecException.class)
                .hasMessageStartingWith(sentence);
    }

    @Test
    void shouldReadBackWhatItPrints() throws SpecException {
        Random random = new Random(11);
        for (int i = 0; i < 50_000; i++) {
            List<Piece> pieces = pieces(random);
            String word = Placeholders.print(pieces);
            assertThat(Placeholders.parse(word)).as(word).isEqualTo(pieces);
        }
    }

    @Test
    void shouldEscapeAnyTextToItself() throws SpecException {
        Random random = new Random(12);
        for (int i = 0; i < 50_000; i++) {
            String text = literal(random);
            assertThat(Placeholders.parse(Placeholders.escape(text))).containsExactly(new Piece.Literal(text));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo \"{}\"",
                "echo '{}'",
                "echo \"$(basename {} \"{}\")\"",
                "cat <<EOF\n{}\nEOF\n",
                "cat <<-'X Y'; echo '\n{}'",
                "echo \"a\nb {}\""
            })
    void shouldRefusePlaceholdersInsideQuotes(String script) {
        assertThatThrownBy(() -> ShellQuotes.check(Placeholders.parse(script)))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("{} stands inside")
                .hasMessageContaining("\"$MH_ITEM\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo {}",
                "echo 'a'{}\"b\"",
                "# don't {}\necho {}",
                "echo \"$(basename {})\"",
                "echo \\' {}",
                "cat <<EOF\nit's\nEOF\necho {}",
                "cat <<<x {}",
                "echo \"it's\" {}",
                "case $1 in a) echo {};; esac",
                "echo $((1 + 2)) {}",
                "echo ${#x} {}"
            })
    void shouldTakePlaceholdersOutsideQuotes(String script) {
        assertThatCode(() -> ShellQuotes.check(Placeholders.parse(script))).doesNotThrowAnyException();
    }

    private static List<Piece> pieces(Random random) {
        List<Piece> pieces = new ArrayList<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            boolean literal = pieces.isEmpty() || pieces.getLast() instanceof Piece.Slot;
            if (literal && random.nextBoolean()) {
                String text = literal(random);
                pieces.add(new Piece.Literal(text.endsWith("$") ? text + "." : text));
            } else {
                Kind kind = Kind.forNumber(random.nextInt(1, 10));
                pieces.add(new Piece.Slot(kind, kind == Kind.IN ? "step" + i : ""));
            }
        }
        return pieces;
    }

    private static String literal(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(1, 8);
        for (int i = 0; i < length; i++) {
            text.append("{}{}$ab. '1#/ü".charAt(random.nextInt(14)));
        }
        return text.toString();
    }
}
