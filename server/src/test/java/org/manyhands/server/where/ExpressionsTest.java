package org.manyhands.server.where;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.manyhands.core.Bytes;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.server.kit.Words;

class ExpressionsTest {
    /** Made once: its first use takes a second. */
    private static final Expressions EXPRESSIONS = new Expressions();

    private static final SortedMap<String, String> LABELS = labels("zone", "eu", "os.version", "6.8", "mem", "64");

    private static SortedMap<String, String> labels(String... namesAndValues) {
        SortedMap<String, String> labels = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            labels.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return labels;
    }

    private static boolean holds(String where) {
        return EXPRESSIONS.holds(where, "n1", LABELS);
    }

    private static String complaint(String where) {
        return EXPRESSIONS.complaint(where).orElse("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "labels.zone == 'eu'",
                "labels.zone in ['us', 'eu']",
                "labels[\"os.version\"].startsWith('6.')",
                "node == 'n1' && labels.zone != 'us'",
                "int(labels.mem) > 4.5",
                "has(labels.zone) && !has(labels.gpu)",
                "labels.exists(name, name.endsWith('version'))",
                "labels.all(name, size(name) < 64)",
                "labels.gpu == 'a100' || labels.zone == 'eu'",
                "true"
            })
    void shouldHold(String where) {
        assertThat(complaint(where)).isEmpty();
        assertThat(holds(where)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "labels.zone == 'us'",
                "labels.gpu == 'a100'",
                "labels.gpu != 'a100'",
                "!(labels.gpu == 'a100')",
                "int(labels.zone) > 4",
                "1 / 0 == 1",
                "node == 'n2'"
            })
    void shouldNotHoldNorFailWhereNothingCanBeSaid(String where) {
        assertThat(complaint(where)).isEmpty();
        assertThat(holds(where)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "labels.zone = 'eu'| in column 13: a single '=' means nothing (expected: '==')",
                "zone == 'eu'| in column 1: there is no 'zone' (there is labels",
                "labels.zone == 1| in column 13: '==' does not go with (string, int)",
                "labels.zone == 'eu' &&| in column 23: it ends too early",
                "labels['a| the text that begins with 'a has no end",
                "labels.zone.matches('e.*')| in column 20: there is no 'matches' here (expected: contains",
                "labels.map(n, n) == []| there is no 'map'",
                "labels.zone| it is of type string (expected: one that is true or false",
                "1 + 1| it is of type int",
                "dyn(true)| it is of type dyn",
                "labels.zone == 'eu' 'us'| 'us' is not expected here",
                "| it ends too early"
            })
    void shouldSayWhatIsWrongAndWhere(String where, String sentence) {
        String text = where == null ? "" : where;
        assertThat(complaint(text)).contains(sentence.strip()).doesNotContain("\n", "container", "overload");
        assertThat(holds(text.isEmpty() ? " " : text)).isFalse();
    }

    @Test
    void shouldSayTheLineOfALongExpression() {
        assertThat(complaint("labels.zone == 'eu' &&\n  speed > 3"))
                .contains("in line 2, column 3: there is no 'speed'");
    }

    @Test
    void shouldNameTheStep() {
        StepPlan step = Words.plan("job", 1, Bytes.EMPTY).steps().getFirst();
        Plan good = new Plan("job", List.of(step, step.withWhere("true")), 0, Optional.empty(), "a");
        assertThat(EXPRESSIONS.wrong(good)).isEmpty();
        Plan bad = new Plan("job", List.of(step, step.withWhere("zone")), 0, Optional.empty(), "a");
        assertThat(EXPRESSIONS.wrong(bad))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .startsWith("where: of step 'work' is \"zone\", and in column 1: there is no 'zone'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "!", "-", "labels[", "{1: ", "has(", "true ? ", "1 + ", "true || "})
    void shouldBoundHowDeepItMayBe(String opening) {
        String deep = opening.repeat(1_024 / opening.length());
        assertThat(complaint(deep)).isNotEmpty();
        assertThat(holds(deep)).isFalse();
        String right = "true || ".repeat(127) + "true";
        assertThat(holds(right)).isTrue();
    }

    @Test
    void shouldBoundHowLongItMayBe() {
        assertThat(holds("'" + "x".repeat(1_016) + "' != ''")).isTrue();
        assertThat(complaint("'" + "x".repeat(1_017) + "' != ''")).contains("1024");
    }

    @Test
    void shouldBoundWhatItMayRepeat() {
        String hundred = "[" + "0,".repeat(99) + "0]";
        assertThat(holds(hundred + ".all(i, i == 0)")).isTrue();
        assertThat(complaint(hundred + ".all(i, " + hundred + ".all(j, i == j))"))
                .isEmpty();
        assertThat(holds(hundred + ".all(i, " + hundred + ".all(j, i == j))"))
                .as("ten thousand times")
                .isFalse();
    }

    @Test
    void shouldAnswerWhateverTheTextIs() {
        Random random = new Random(5);
        List<String> words = List.of(
                "labels",
                ".",
                "zone",
                "node",
                "[",
                "]",
                "(",
                ")",
                "'eu'",
                "\"",
                "==",
                "!",
                "-",
                "?",
                ":",
                "&&",
                "||",
                "in",
                "1",
                "9223372036854775807",
                "+",
                "*",
                "%",
                "0",
                "{",
                "}",
                ",",
                "exists",
                "all",
                "has",
                "size",
                "int",
                "null",
                "duration",
                "timestamp",
                "bytes",
                "dyn",
                "type",
                "r'",
                "\n",
                "é",
                "🎬",
                "\u0000",
                "x",
                "string",
                "double",
                "1e999");
        Set<Boolean> good = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "" : "true || node == labels.zone + ");
            for (int left = 1 + random.nextInt(9); left > 0; left--) {
                text.append(words.get(random.nextInt(words.size()))).append(random.nextBoolean() ? " " : "");
            }
            good.add(complaint(text.toString()).isEmpty());
            var _ = holds(text.toString());
        }
        assertThat(good).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void shouldNotTakeLongForWhatNests() {
        assertThat(holds("1" + " + 1".repeat(30) + " == 31")).isTrue();
        assertThat(complaint("1" + " + 1".repeat(250) + " == 251")).contains("too many parts in a row");
        assertThat(holds("!".repeat(400) + "true")).isTrue();
        assertThat(holds("(".repeat(20) + "true" + ")".repeat(20))).isTrue();
        assertThat(complaint("(".repeat(500) + "true" + ")".repeat(500)))
                .isNotEmpty()
                .doesNotContain("\n");
    }

    @Test
    void shouldForgetWhatWasAskedLongAgo() {
        for (int i = 0; i < 1_200; i++) {
            assertThat(EXPRESSIONS.holds("labels.zone == 'z" + i + "'", "n1", labels("zone", "z" + i)))
                    .isTrue();
        }
        assertThat(EXPRESSIONS.compiled()).isEqualTo(1_000);
        assertThat(holds("labels.zone == 'z0'")).isFalse();
        for (int i = 0; i < 20_500; i++) {
            assertThat(EXPRESSIONS.holds("node == 'n" + i % 3 + "'", "n" + i, labels()))
                    .isEqualTo(i < 3 && i % 3 == i);
        }
        assertThat(EXPRESSIONS.holds("node == 'n1'", "n1", labels())).isTrue();
    }
}
