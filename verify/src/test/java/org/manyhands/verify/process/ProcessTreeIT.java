package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A task that left its session, one that ignores TERM, and an ordinary one: whoever ends the job ends all three. */
final class ProcessTreeIT {
    @RegisterExtension
    final Mh mh = new Mh();

    /** The full command lines of the three; their durations are drawn so that no other process has them. */
    private List<String> sleeps = List.of();

    private String script = "";

    @BeforeEach
    void drawDurations() {
        int first = ThreadLocalRandom.current().nextInt(100_000, 900_000);
        sleeps = Stream.of(first, first + 1, first + 2).map(n -> "sleep " + n).toList();
        script = "setsid %s & (trap \"\" TERM; %s) & %s".formatted(sleeps.toArray());
    }

    @Test
    void shouldLeaveNoneAfterCtrlC() throws Exception {
        Started run = startThree("run");
        run.interrupt();
        Ended ended = run.ended().exits(130);
        assertThat(ended.err()).contains("cancel");
        assertNoneLeft();
    }

    @Test
    void shouldLeaveNoneAfterCtrlCTwice() throws Exception {
        Started run = startThree("run");
        run.interrupt();
        Until.holds("says that it cancels", () -> run.errSoFar().contains("cancelling"));
        run.interrupt();
        run.ended().exits(130);
        assertThat(Until.trueWithinSeconds(5, () -> alive().isEmpty()))
                .as("none left: %s", alive())
                .isTrue();
    }

    @Test
    void shouldLeaveNoneAfterTermOfTheRun() throws Exception {
        Started run = startThree("run");
        run.terminate();
        run.ended();
        assertThat(Until.trueWithinSeconds(2, () -> alive().isEmpty()))
                .as("none left: %s", alive())
                .isTrue();
    }

    @Test
    void shouldLeaveNoneAfterKillOfTheRun() throws Exception {
        Started run = startThree("run");
        run.kill();
        assertThat(Until.trueWithinSeconds(2, () -> alive().isEmpty()))
                .as("none left: %s", alive())
                .isTrue();
    }

    @Test
    void shouldLeaveNoneAfterCancelFromAnotherProcess() throws Exception {
        Started run = startThree("run");
        mh.run("cancel", "last", "--reason", "enough").exits(0);
        assertNoneLeft();
        Ended ended = run.ended().exits(121);
        assertThat(ended.err()).contains("enough");
    }

    @Test
    void shouldLeaveNoneAfterTermOfTheNode() throws Exception {
        Started node = mh.up();
        mh.run("submit", "--", "sh", "-c", script).exits(0);
        awaitThree();
        node.terminate();
        node.ended().exits(0);
        assertNoneLeft();
    }

    @Test
    void shouldLeaveNoneAfterCtrlCOfTheNode() throws Exception {
        Started node = mh.up();
        mh.run("submit", "--", "sh", "-c", script).exits(0);
        awaitThree();
        node.interrupt();
        node.ended().exits(0);
        assertNoneLeft();
    }

    @Test
    void shouldLeaveNoneOfATaskThatEndsByItself() throws Exception {
        String leaver = "setsid %s & %s & exit 0".formatted(sleeps.get(0), sleeps.get(1));
        mh.run("run", "--", "sh", "-c", leaver).exits(0);
        assertNoneLeft();
    }

    @Test
    void shouldLeaveNoneAfterATimeout() throws Exception {
        Ended ended = mh.run("run", "--timeout", "1s", "--grace", "1s", "--", "sh", "-c", script);
        assertThat(ended.err()).contains("timed out");
        assertNoneLeft();
    }

    private Started startThree(String verb) throws Exception {
        Started run = mh.start(verb, "--grace", "1s", "--", "sh", "-c", script);
        awaitThree();
        return run;
    }

    private void awaitThree() throws InterruptedException {
        Until.holds("three processes run", () -> alive().size() == 3);
    }

    private List<String> alive() {
        return sleeps.stream()
                .filter(words -> !Processes.withWords(words).isEmpty())
                .toList();
    }

    private void assertNoneLeft() {
        assertThat(alive()).isEmpty();
    }
}
