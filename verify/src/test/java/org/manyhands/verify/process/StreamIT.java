package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One process that answers many items, and all that it can do wrong: each item has its own result, exactly one. */
final class StreamIT {
    @RegisterExtension
    final Mh mh = new Mh();

    @Test
    void shouldGiveEachItemItsLine() throws Exception {
        Ended ended =
                mh.run("run", "--stream", "--each", "1..20000", "--", "cat").exits(0);
        assertThat(ended.lines()).isEqualTo(numbers(1, 20_000));
        assertThat(mh.run("logs", "last.777").exits(0).lines()).containsExactly("777");
        assertThat(mh.run("tasks", "last.777").exits(0).out()).contains("777", "succeeded");
        assertThat(mh.run("run", "--progress", "plain", "--stream", "--each", "1..10", "--", "cat")
                        .exits(0)
                        .lines())
                .isEqualTo(numbers(1, 10));
    }

    @Test
    void shouldKeepOneProcessForManyItems() throws Exception {
        mh.script("once", "echo $$ >>starts", "exec cat");
        mh.run("run", "--stream", "--at-most", "1", "--each", "1..5000", "--", "./once")
                .exits(0);
        assertThat(mh.lines("starts")).hasSize(1);
    }

    @Test
    void shouldServeAProgramThatKeepsItsAnswersBack() throws Exception {
        Ended ended = mh.run("run", "--stream", "--each", "1..3000", "--", "tr", "0-9", "a-j")
                .exits(0);
        assertThat(ended.lines()).hasSize(3_000).startsWith("b", "c", "d").endsWith("daaa");
    }

    @Test
    void shouldPassItemsOfAnyBytesByTheirLength() throws Exception {
        mh.stdin("two\nlines\0\0plain\0");
        Ended ended = mh.run("run", "--stream", "--framing", "length", "-0", "--each", "-", "--", "cat")
                .exits(0);
        assertThat(ended.out()).isEqualTo("two\nlinesplain");
        mh.stdin("two\nlines\0plain\0");
        Ended lines =
                mh.run("run", "--stream", "-0", "--each", "-", "--", "cat").exits(1);
        assertThat(lines.out()).isEqualTo("plain\n");
        assertThat(lines.err()).contains("framing: length");
    }

    @Test
    void shouldFailTheOneItemAtWhichTheProcessDies() throws Exception {
        mh.script(
                "picky",
                "while read -r x; do",
                "  if [ $x = 1234 ]; then echo \"cannot do $x\" >&2; exit 3; fi",
                "  echo \"$x\"",
                "done");
        Ended ended =
                mh.run("run", "--stream", "--each", "1..3000", "--", "./picky").exits(1);
        assertThat(ended.lines()).hasSize(2_999).doesNotContain("1234");
        assertThat(ended.err()).contains("1 of 3000 tasks", "exit 3", "cannot do 1234");
        assertThat(mh.run("tasks", "last:failed").exits(0).out()).contains("1234", "cannot do 1234");
        assertThat(mh.run("logs", "last.1234").exits(0).err()).contains("cannot do 1234");
    }

    @Test
    void shouldTryAFailedItemAgain() throws Exception {
        mh.script(
                "second",
                "while read -r x; do",
                "  if [ $x = 50 ] && [ ! -e tried ]; then : >tried; exit 1; fi",
                "  if [ $x = 50 ] && [ ! -e again ]; then : >again; exit 1; fi",
                "  if [ $x = 50 ] && [ ! -e third ]; then : >third; exit 1; fi",
                "  echo \"$x\"",
                "done");
        Ended ended = mh.run("run", "--retry", "3", "--stream", "--each", "1..100", "--", "./second")
                .exits(0);
        assertThat(ended.lines()).isEqualTo(numbers(1, 100));
    }

    @Test
    void shouldFailTheItemThatThePythonExampleRefuses() throws Exception {
        mh.script(
                "refuses",
                "exec python3 -c '",
                "import struct, sys",
                "q, a = sys.stdin.buffer, sys.stdout.buffer",
                "while head := q.read(4):",
                "    item = q.read(struct.unpack(\">i\", head)[0])",
                "    bad = item == b\"7\"",
                "    said = b\"seven is not liked\" if bad else item + b\"\\n\"",
                "    a.write(struct.pack(\">i\", -len(said) if bad else len(said)) + said)",
                "    a.flush()",
                "'");
        Ended ended = mh.run("run", "--stream", "--framing", "length", "--each", "1..9", "--", "./refuses")
                .exits(1);
        assertThat(ended.lines()).containsExactly("1", "2", "3", "4", "5", "6", "8", "9");
        assertThat(ended.err()).contains("seven is not liked");
    }

    /** The last item of its batch, in one write: of a surplus answer before others nobody can say when it is one. */
    @Test
    void shouldFailAnItemThatIsAnsweredTwice() throws Exception {
        mh.script("twice", "while read -r x; do if [ $x = 100 ]; then printf '100\\nmore\\n'; else echo $x; fi; done");
        Ended ended = mh.run("run", "--stream", "--at-most", "1", "--each", "1..100", "--", "./twice")
                .exits(1);
        assertThat(ended.err()).contains("1 of 100 tasks", "answered more than once");
        assertThat(ended.lines()).isEqualTo(numbers(1, 99));
    }

    @Test
    void shouldFailAnItemThatIsNotAnswered() throws Exception {
        Ended ended = mh.run("run", "--stream", "--each", "1..300", "--", "grep", "-v", "^250$")
                .exits(1);
        assertThat(ended.err()).contains("1 of 300 tasks", "died of it with exit code 1");
        assertThat(ended.lines()).hasSize(299).doesNotContain("250");
    }

    @Test
    void shouldFailAllItemsOfAProgramThatSaysNothing() throws Exception {
        mh.run("run", "--stream", "--each", "1..3", "--", "true")
                .exits(1)
                .saysOneSentence("3 of 3 tasks", "without an answer");
        mh.run("run", "--stream", "--timeout", "300ms", "--each", "1..2", "--", "sleep", "600")
                .exits(1)
                .saysOneSentence("2 of 2 tasks", "timed_out");
        mh.run("run", "--stream", "--each", "1..3", "--", "no-such-command")
                .exits(1)
                .saysOneSentence("3 of 3 tasks", "no-such-command");
    }

    @Test
    void shouldWaitForASlowProcessAndShareItsItems() throws Exception {
        mh.script("slow", "while read -r x; do sleep 0.3; echo $x; echo $$ >>who; done");
        Ended ended = mh.run("run", "--stream", "--at-most", "2", "--each", "1..12", "--", "./slow")
                .exits(0);
        assertThat(ended.lines()).isEqualTo(numbers(1, 12));
        assertThat(Files.readAllLines(mh.work().resolve("who"))).as("answers").hasSize(12);
    }

    @Test
    void shouldEndTheProcessesWhenCancelled() throws Exception {
        mh.script("stuck", "sleep 600 &", "while read -r x; do echo $x >>seen; sleep 600; done");
        Started run = mh.start("run", "--grace", "200ms", "--stream", "--each", "1..50", "--", "./stuck");
        Until.holds("an item was asked", () -> !mh.lines("seen").isEmpty());
        run.interrupt();
        run.ended().exits(130);
        assertThat(mh.processes().tasks()).isEmpty();
    }

    @Test
    void shouldHaveEachItemOnceAfterAKill() throws Exception {
        mh.script(
                "steady",
                "while read -r x; do echo $x; echo $x >>done; if [ $((x % 200)) = 0 ]; then sleep 0.2; fi; done");
        Started run = mh.start("run", "--name", "job", "--stream", "--each", "1..6000", "--", "./steady");
        Until.holds("some are done", () -> mh.lines("done").size() > 1_500);
        run.kill();
        assertThat(Until.trueWithinSeconds(2, () -> mh.processes().tasks().isEmpty()))
                .as("no process of the stream outlives the kill by two seconds")
                .isTrue();
        Set<String> committed = new TreeSet<>(succeeded());
        assertThat(committed).as("committed before the kill").isNotEmpty().hasSizeLessThan(6_000);
        int before = mh.lines("done").size();

        assertThat(mh.run("attach", "job").exits(0).lines()).isEqualTo(numbers(1, 6_000));

        List<String> after = mh.lines("done");
        assertThat(after.subList(before, after.size()))
                .as("items that were asked again")
                .doesNotContainAnyElementsOf(committed);
    }

    @Test
    void shouldSayWhatIsWrongWithTheWords() throws Exception {
        mh.run("run", "--stream", "cat").exits(120).saysOneSentence("no items", "--each");
        mh.run("run", "--stream", "--each", "1..3", "cat", "{}").exits(120).saysOneSentence("{}", "standard input");
        mh.run("run", "--framing", "length", "--each", "1..3", "cat").exits(120).saysOneSentence("--stream");
        mh.run("run", "--stream", "--framing", "x", "--each", "1..3", "cat")
                .exits(120)
                .saysOneSentence("lines or length");
    }

    private Set<String> succeeded() throws Exception {
        return mh.run("tasks", "job:succeeded", "--limit", "100000", "-o", "ids").exits(0).lines().stream()
                .map(id -> id.substring(id.lastIndexOf('.') + 1))
                .collect(Collectors.toSet());
    }

    private static List<String> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toList();
    }
}
