package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a user learns when something fails: the exit code, and one sentence that says what. */
final class FailureIT {
    @RegisterExtension
    final Mh mh = new Mh();

    @Test
    void shouldExitWithOneAndSayWhatFailed() throws Exception {
        mh.run("run", "false").exits(1).saysOneSentence("false", "failed", "exit 1");
    }

    @Test
    void shouldPassTheCodeOfASingleTaskThrough() throws Exception {
        mh.run("run", "--", "sh", "-c", "exit 7").exits(7).saysOneSentence("exit 7");
    }

    @Test
    void shouldExitWithOneWhenSomeOfManyFailed() throws Exception {
        mh.run("run", "--", "sh", "-c", "exit $1", "x", "{}", ":::", "0", "3", "0")
                .exits(1)
                .saysOneSentence("1 of 3 tasks", "exit 3");
    }

    @Test
    void shouldNameTheCommandAndThePathWhenThereIsNone() throws Exception {
        mh.env("PATH", "/usr/bin:/bin:/nowhere/at/all")
                .run("run", "no-such-command")
                .exits(127)
                .saysOneSentence("no-such-command", "/nowhere/at/all");
    }

    @Test
    void shouldExitWith126WhenTheFileIsNotExecutable() throws Exception {
        mh.file("plain");
        mh.run("run", "./plain").exits(126).saysOneSentence("plain", "not executable");
    }

    @Test
    void shouldExitWith128AndTheSignal() throws Exception {
        mh.run("run", "--", "sh", "-c", "kill -9 $$").exits(137).saysOneSentence("signal 9");
        mh.run("run", "--", "sh", "-c", "kill -TERM $$").exits(143).saysOneSentence("signal 15");
    }

    @Test
    void shouldShowWhatTheTaskSaidLast() throws Exception {
        Ended ended = mh.run("run", "--", "sh", "-c", "echo the disk is full >&2; exit 3")
                .exits(3);
        assertThat(ended.err()).contains("exit 3").contains("the disk is full");
        mh.run("run", "--", "sh", "-c", "echo my own words >\"$MH_ERROR_FILE\"; exit 3")
                .exits(3)
                .saysOneSentence("my own words");
        assertThat(mh.run("tasks", "last:failed").exits(0).out()).contains("my own words");
    }

    @Test
    void shouldEndATaskAtItsTimeout() throws Exception {
        mh.run("run", "--timeout", "500ms", "sleep", "600").exits(124).saysOneSentence("timed out");
        assertThat(mh.run("tasks", "last", "-o", "json").exits(0).out()).contains("timed_out");
    }

    @Test
    void shouldTryAgainUntilItSucceeds() throws Exception {
        mh.script("flaky", "echo x >>count-$1", "test $(wc -l <count-$1) -ge 3 && echo ok-$1 $MH_ATTEMPT");
        Ended ended =
                mh.run("run", "--retry", "3", "./flaky", "{}", ":::", "a", "b").exits(0);
        assertThat(ended.lines()).isEqualTo(List.of("ok-a 3", "ok-b 3"));
        Ended tasks = mh.run("tasks", "last").exits(0);
        int column = tasks.lines().getFirst().indexOf("TRY");
        assertThat(tasks.lines().stream().skip(1))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.charAt(column)).isEqualTo('3'));
    }

    @Test
    void shouldGiveUpAfterTheRetries() throws Exception {
        mh.run("run", "--retry", "2", "--", "sh", "-c", "echo x >>count; exit 5")
                .exits(5);
        assertThat(Files.readAllLines(mh.work().resolve("count"))).hasSize(3);
    }

    @Test
    void shouldDoFailedTasksAgainWhenTheCauseIsFixed() throws Exception {
        mh.script("needs", "echo $1 >>started", "cat input-$1");
        mh.file("input-1", "one");
        Ended run =
                mh.run("run", "--name", "fix", "./needs", "{}", ":::", "1", "2").exits(1);
        assertThat(run.lines()).isEqualTo(List.of("one"));
        mh.file("input-2", "two");
        mh.run("retry", "fix:failed").exits(0);
        assertThat(mh.run("attach", "last").exits(0).lines()).isEqualTo(List.of("one", "two"));
        assertThat(Files.readAllLines(mh.work().resolve("started"))).containsExactlyInAnyOrder("1", "2", "2");
    }

    @Test
    void shouldAbortAfterTooManyFailures() throws Exception {
        Ended ended = mh.run("run", "--max-fails", "2", "--each", "1..2000", "--", "sh", "-c", "exit 1", "x", "{}")
                .exits(121)
                .saysOneSentence("aborted", "failed tasks", "after 2");
        assertThat(ended.stdout()).isEmpty();
    }

    @Test
    void shouldRunAtMostSoManyAtOnce() throws Exception {
        mh.script("alone", "mkdir busy || { echo two at once; exit 1; }", "sleep 0.1", "rmdir busy");
        mh.run("run", "--at-most", "1", "./alone", "{}", ":::", "1", "2", "3", "4", "5", "6")
                .exits(0);
    }

    @Test
    void shouldSayWhatWasWrongWithTheWords() throws Exception {
        mh.run("run").exits(120).saysOneSentence("nothing to run");
        mh.run("run", "--each", "1..x", "true").exits(120).saysOneSentence("1..x");
        mh.run("job", "99").exits(120).saysOneSentence("'99'");
        mh.run("nonsense").exits(120).saysNothingInternal();
        mh.run("run", "--nonsense", "true").exits(120).saysNothingInternal();
    }
}
