package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The log of three control nodes: kept by two of them, whichever they are. */
final class ControlIT extends ThreeControls {
    private static List<String> numbered(String before, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> before + i).toList();
    }

    @Test
    void shouldGoOnWithoutItsLeader() throws Exception {
        three();
        worker();
        Started run = job("echo $1 >>starts; until test -e go; do sleep 0.05; done; echo done-$1", 8);
        Until.holds("two tasks run", () -> mh.lines("starts").size() == 2);
        kill(leader("w"));
        Files.createFile(mh.work().resolve("go"));
        assertThat(run.ended().exits(0).lines()).isEqualTo(numbered("done-", 8));
        assertThat(mh.lines("starts"))
                .as("each task started once")
                .doesNotHaveDuplicates()
                .hasSize(8);
    }

    @Test
    void shouldHandItsLeadershipOverWhenItIsStopped() throws Exception {
        three();
        worker();
        Started run = job("echo $1 >>starts; until test -e go; do sleep 0.05; done; echo done-$1", 4);
        Until.holds("two tasks run", () -> mh.lines("starts").size() == 2);
        String leader = leader("w");
        running(leader).terminate();
        running(leader).ended().exits(0);
        running.remove(leader);
        assertThat(log(leader)).contains("leads from here on");
        Files.createFile(mh.work().resolve("go"));
        assertThat(run.ended().exits(0).lines()).isEqualTo(numbered("done-", 4));
        assertThat(mh.lines("starts")).as("each task started once").hasSize(4);
    }

    @Test
    void shouldAskAnotherControlNodeWhereItsOwnIsAway() throws Exception {
        three();
        mh.run("run", "--data", data("c3"), "--name", "early", "true").exits(0);
        Started run = mh.start(
                "run", "--data", data("c1"), "--sh", "until test -e go; do sleep 0.05; done; echo $1", ":::", "a");
        Until.holds(
                "the job is there",
                () -> mh.run("jobs", "--data", data("c3"), "-o", "ids").lines().size() == 2);
        kill("c1");
        Ended jobs = mh.run("jobs", "--data", data("c1")).exits(0);
        assertThat(jobs.out()).contains("early");
        assertThat(jobs.err()).contains("is away; another control node is asked");
        Files.createFile(mh.work().resolve("go"));
        assertThat(run.ended().exits(0).lines()).containsExactly("a");
    }

    @Test
    void shouldAnswerOnEachNodeAndRunTasksOfEach() throws Exception {
        three();
        for (String each : running.keySet()) {
            assertThat(mh.run("run", "--data", data(each), "--sh", "echo $1", ":::", "a", "b")
                            .exits(0)
                            .lines())
                    .containsExactly("a", "b");
        }
        for (String each : running.keySet()) {
            assertThat(mh.run("jobs", "--data", data(each), "-o", "ids")
                            .exits(0)
                            .lines())
                    .hasSize(3);
        }
    }
}
