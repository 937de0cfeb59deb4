package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The wall clock jumps, or the node stands still for longer than it may be silent: no task is lost, and none done twice. */
final class ClockIT {
    /** Every jump of the clock is farther than a test takes. */
    private static final long SLOWEST_MILLIS = TimeUnit.MINUTES.toMillis(30);

    /** A line each tenth of a second: longer than the 12 s after which a node counts as silent. */
    private static final int LINES_OF_A_SILENCE = 150;

    @RegisterExtension
    final Mh mh = new Mh();

    @Test
    void shouldDoEachTaskOnceWhenTheClockJumpsAnHourAheadAndBack() throws Exception {
        shouldDoEachTaskOnce("+1h", "+0", "+1h", "+0");
    }

    @Test
    void shouldDoEachTaskOnceWhenTheClockJumpsAnHourBack() throws Exception {
        shouldDoEachTaskOnce("-1h");
    }

    /** Each jump finds a task at work, which ends after it. */
    private void shouldDoEachTaskOnce(String... jumps) throws Exception {
        WallClock clock = WallClock.of(mh);
        Started node = mh.up();
        int tasks = jumps.length + 1;
        String script = "echo $1 >>starts; until test -e go$1; do sleep 0.05; done; echo done-$1";
        submit("--timeout", "20m", "--at-most", "1", "--each", "1.." + tasks, "--", "sh", "-c", script, "x", "{}");
        for (int task = 1; task <= tasks; task++) {
            int running = task;
            Until.holds("task " + task + " runs", () -> mh.lines("starts").size() == running);
            if (task < tasks) {
                clock.jumpTo(jumps[task - 1]);
            }
            assertThat(job().get("state").asText()).isEqualTo("running");
            Files.createFile(mh.work().resolve("go" + task));
        }
        mh.run("wait", "job").exits(0);

        assertThat(mh.lines("starts")).isEqualTo(numbered("", tasks));
        assertThat(mh.run("logs", "job").exits(0).lines()).isEqualTo(numbered("done-", tasks));
        saneTimes();
        goesOn(node);
    }

    private void saneTimes() throws Exception {
        assertThat(job().get("tookMillis").asLong()).isBetween(1L, SLOWEST_MILLIS);
        for (String verb : List.of("jobs", "job", "tasks")) {
            assertThat(mh.run(verb).exits(0).out()).contains("succeeded").doesNotContainPattern("\\s-[0-9]");
        }
        assertThat(mh.run("events", "job").exits(0).out())
                .containsSubsequence("submitted by", "given to node", "succeeded", "run 1 ended: ok");
    }

    @Test
    void shouldCountLimitsAndBackOffByTheTimeThatPasses() throws Exception {
        WallClock clock = WallClock.of(mh);
        Started node = mh.up();
        Path times = jumpedOver();
        String script = "echo x >>starts; test $(wc -l <starts) -gt 1";
        submit("--retry", "max=2,backoff=20m", "--", "sh", "-c", script);
        Until.holds("it waits for its back-off", () -> step("backingOff") == 1);
        clock.jumpTo("+1h");
        Until.holds("the node has seen the jump", () -> Files.exists(times));
        assertThat(step("backingOff")).isEqualTo(1);
        assertThat(mh.lines("starts")).hasSize(1);
        mh.run("cancel", "job").exits(0);

        clock.jumpTo("-1h");
        Files.delete(mh.work().resolve("starts"));
        mh.run("submit", "--name", "next", "--retry", "max=2,backoff=1s", "--", "sh", "-c", script)
                .exits(0);
        mh.run("wait", "next").exits(0);
        assertThat(mh.lines("starts")).hasSize(2);
        goesOn(node);
    }

    /** A schedule that is due only if the clock jumps, and then writes a file. */
    private Path jumpedOver() throws Exception {
        schedule("seen", "once", "touch seen");
        return mh.work().resolve("seen");
    }

    private void schedule(String name, String missed, String script) throws Exception {
        String times = LocalTime.now(java.time.ZoneOffset.UTC).plusMinutes(30).getMinute() + " * * * *";
        mh.run("schedule", "add", times, "--zone", "UTC", "--missed", missed, "--name", name, "--", "sh", "-c", script)
                .exits(0);
    }

    @Test
    void shouldDoOnceWhatTheClockJumpedOver() throws Exception {
        WallClock clock = WallClock.of(mh);
        Started node = mh.up();
        schedule("skipped", "skip", "echo x >>skipped");
        schedule("once", "once", "echo x >>once");
        clock.jumpTo("+3h");
        Until.holds(
                "three times were missed",
                () -> runs("once") == 1 && note("skipped").contains("missed"));
        Until.holds("its job has run", () -> mh.lines("once").size() == 1);
        clock.jumpTo("+0");
        clock.jumpTo("+3h");
        schedule("later", "once", "true");
        assertThat(runs("once")).isEqualTo(1);
        clock.jumpTo("+4h");
        Until.holds("what comes later is done as well", () -> runs("later") == 1 && runs("once") == 2);
        Until.holds("its next job has run", () -> mh.lines("once").size() == 2);
        assertThat(mh.lines("skipped")).isEmpty();
        goesOn(node);
    }

    @Test
    void shouldGiveEachResultOnceWhenTheNodeStandsStillForLongerThanItMay() throws Exception {
        Started node = mh.up();
        String script = "echo $1 >>starts; until test -e go; do echo x >>beats; sleep 0.1; done; echo done-$1";
        submit("--at-most", "1", "--each", "1..3", "--", "sh", "-c", script, "x", "{}");
        Until.holds("a task runs", () -> !mh.lines("beats").isEmpty());
        node.stop();
        int before = mh.lines("beats").size();
        Until.holds("its task went on for long", () -> mh.lines("beats").size() > before + LINES_OF_A_SILENCE);
        node.resume();
        Files.createFile(mh.work().resolve("go"));
        mh.run("wait", "job").exits(0);

        assertThat(mh.run("logs", "job").exits(0).lines()).isEqualTo(numbered("done-", 3));
        assertThat(mh.run("events", "job").exits(0).out())
                .as("who stood still with the node cannot say that it was silent")
                .doesNotContain("silent for");
        goesOn(node);
    }

    private void goesOn(Started node) throws Exception {
        mh.run("submit", "--name", "after", "true").exits(0);
        mh.run("wait", "after").exits(0);
        node.terminate();
        node.ended().exits(0);
    }

    /** A job of this name that leaves room for others on the smallest machine. */
    private void submit(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("submit", "--name", "job", "--resources", "cpu=0.1"));
        all.addAll(List.of(words));
        mh.run(all.toArray(String[]::new)).exits(0);
    }

    private JsonNode job() {
        return json("job", "job");
    }

    private long step(String count) {
        return job().get("steps").get(0).get(count).asLong();
    }

    private JsonNode schedule(String name) {
        for (JsonNode schedule : json("schedule", "list")) {
            if (schedule.get("name").asText().equals(name)) {
                return schedule;
            }
        }
        throw new AssertionError("no schedule " + name);
    }

    private long runs(String name) {
        return schedule(name).get("runs").asLong();
    }

    private String note(String name) {
        return schedule(name).get("note").asText();
    }

    private JsonNode json(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("-o", "json"));
        try {
            return new ObjectMapper()
                    .readTree(mh.run(all.toArray(String[]::new)).exits(0).stdout());
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static List<String> numbered(String prefix, int last) {
        return IntStream.rangeClosed(1, last)
                .mapToObj(number -> prefix + number)
                .toList();
    }
}
