package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The process that holds the node is killed with -9: nothing committed is lost or done again, nothing is left behind. */
final class CrashIT {
    private static final int ITEMS = 40;

    /** Few enough for the gate; {@code -Dmh.kills=100} looks longer. */
    private static final int KILLS = Integer.getInteger("mh.kills", 8);

    /** Longer than a process needs to start, to recover and to run some tasks. */
    private static final int LIFE_MILLIS_MAX = 1_600;

    @RegisterExtension
    final Mh mh = new Mh();

    @Test
    void shouldFinishAfterAKillWithoutDoingCommittedWorkAgain() throws Exception {
        Started run = mh.start(slowJob());
        Until.holds("half is done", () -> lines("ends").size() >= ITEMS / 2);
        run.kill();

        assertThat(Until.trueWithinSeconds(2, () -> mh.processes().tasks().isEmpty()))
                .as("no task outlives the kill by two seconds")
                .isTrue();
        Set<Integer> committed = succeeded();
        List<String> startsBefore = lines("starts");
        assertThat(committed).as("committed before the kill").isNotEmpty().hasSizeLessThan(ITEMS);

        Ended attached = mh.run("attach", "last").exits(0);

        assertThat(attached.lines()).isEqualTo(expected());
        List<String> startsAfter =
                lines("starts").subList(startsBefore.size(), lines("starts").size());
        assertThat(startsAfter)
                .as("items that started again")
                .doesNotContainAnyElementsOf(
                        committed.stream().map(CrashIT::item).toList());
        assertThat(succeeded()).hasSize(ITEMS);
    }

    @Test
    void shouldSurviveSeveralKillsInARow() throws Exception {
        Started run = mh.start(slowJob());
        for (int kill = 1; kill <= 3; kill++) {
            int enough = kill * 8;
            Until.holds(enough + " are done", () -> lines("ends").size() >= enough);
            run.kill();
            run = mh.start("attach", "last");
        }
        assertThat(run.ended().exits(0).lines()).isEqualTo(expected());
    }

    @Test
    void shouldLoseNothingAndDoNothingAgainAtWhateverMomentItIsKilled() throws Exception {
        long seed = Long.getLong("mh.kills.seed", System.nanoTime());
        Random moments = new Random(seed);
        int items = 5 * KILLS;
        List<Integer> startsAtKills = new ArrayList<>();
        List<Set<String>> printedAtKills = new ArrayList<>();
        Started life = mh.start(job(items, "0.05"));
        Until.holds("the job has begun", () -> !lines("starts").isEmpty());
        for (int kill = 1; kill <= KILLS; kill++) {
            Thread.sleep(moments.nextInt(LIFE_MILLIS_MAX));
            life.kill();
            assertThat(Until.trueWithinSeconds(2, () -> mh.processes().tasks().isEmpty()))
                    .as("seed %s, kill %s: no task outlives it by two seconds", seed, kill)
                    .isTrue();
            startsAtKills.add(lines("starts").size());
            printedAtKills.add(wholeLines(life.outSoFar()));
            life = mh.start("attach", "job");
        }
        assertThat(life.ended().exits(0).lines())
                .as("seed %s", seed)
                .isEqualTo(IntStream.rangeClosed(1, items)
                        .mapToObj(item -> "done-" + item)
                        .toList());
        for (int kill = 0; kill < KILLS; kill++) {
            assertThat(lines("starts").stream().skip(startsAtKills.get(kill)).map(item -> "done-" + item))
                    .as("seed %s, after kill %s: what was printed before was committed", seed, kill + 1)
                    .noneMatch(printedAtKills.get(kill)::contains);
        }
    }

    private static Set<String> wholeLines(String text) {
        return new TreeSet<>(
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList());
    }

    @Test
    void shouldLetASecondRunTakeOverWhenTheFirstIsKilled() throws Exception {
        Started first = mh.start(slowJob());
        Until.holds("the first has begun", () -> !lines("starts").isEmpty());
        Started second = mh.start("run", "--each", "1..20", "--", "sh", "-c", "sleep 0.1; echo second-$1", "x", "{}");
        Until.holds("both are known", () -> jobs() == 2);
        first.kill();

        Ended ended = second.ended().exits(0);

        assertThat(ended.lines())
                .isEqualTo(IntStream.rangeClosed(1, 20)
                        .mapToObj(i -> "second-" + i)
                        .toList());
        assertThat(mh.run("attach", "job").exits(0).lines()).isEqualTo(expected());
    }

    @Test
    void shouldRunTwoJobsOfTwoProcessesAtOnce() throws Exception {
        Started first = mh.start("run", "--each", "1..30", "--", "sh", "-c", "sleep 0.05; echo a$1", "x", "{}");
        Started second = mh.start("run", "--each", "1..30", "--", "sh", "-c", "sleep 0.05; echo b$1", "x", "{}");
        assertThat(first.ended().exits(0).lines())
                .isEqualTo(IntStream.rangeClosed(1, 30).mapToObj(i -> "a" + i).toList());
        assertThat(second.ended().exits(0).lines())
                .isEqualTo(IntStream.rangeClosed(1, 30).mapToObj(i -> "b" + i).toList());
    }

    @Test
    void shouldFinishOnANodeThatIsStartedAgain() throws Exception {
        Started node = mh.up();
        String[] words = slowJob();
        words[0] = "submit";
        mh.run(words).exits(0);
        Until.holds("some are done", () -> lines("ends").size() >= 10);
        node.kill();
        Started again = mh.start("up");
        mh.run("wait", "last").exits(0);
        assertThat(mh.run("logs", "last").exits(0).lines()).isEqualTo(expected());
        Until.holds("the node is up again", () -> again.errSoFar().contains("is up"));
        again.terminate();
        again.ended().exits(0);
    }

    /** Each task notes its start and its end in files; the sleep is what a kill interrupts. */
    private static String[] slowJob() {
        return job(ITEMS, "0.2");
    }

    private static String[] job(int items, String seconds) {
        String script =
                "echo \"$1 $MH_ATTEMPT\" >>starts; sleep " + seconds + "; echo \"$1 $MH_ATTEMPT\" >>ends; echo done-$1";
        return new String[] {
            "run", "--name", "job", "--each", "1.." + items, "--at-most", "2", "--", "sh", "-c", script, "x", "{}"
        };
    }

    private static List<String> expected() {
        return IntStream.rangeClosed(1, ITEMS).mapToObj(i -> "done-" + i).toList();
    }

    private int jobs() {
        try {
            return mh.run("jobs", "-o", "ids").exits(0).lines().size();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private Set<Integer> succeeded() throws Exception {
        JsonNode tasks = new ObjectMapper()
                .readTree(mh.run("tasks", "last", "-o", "json").exits(0).stdout());
        Set<Integer> numbers = new TreeSet<>();
        for (JsonNode task : tasks) {
            if (task.get("state").asText().equals("succeeded")) {
                numbers.add(task.get("number").asInt());
            }
        }
        return numbers;
    }

    /** The items in a file that the tasks appended to, in order of time. */
    private List<String> lines(String name) {
        return mh.lines(name).stream().map(line -> line.split(" ", 2)[0]).toList();
    }

    private static String item(int number) {
        return Integer.toString(number);
    }
}
