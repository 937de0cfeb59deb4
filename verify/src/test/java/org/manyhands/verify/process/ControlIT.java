package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
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

    @Test
    void shouldGoOnAfterAllWereKilled() throws Exception {
        three();
        mh.run("run", "--data", data("c2"), "true").exits(0);
        List<String> jobs =
                mh.run("jobs", "--data", data("c2"), "-o", "ids").exits(0).lines();
        for (String each : List.of("c1", "c2", "c3")) {
            kill(each);
        }
        Started alone = again("c1");
        Until.holds("it waits", () -> alone.errSoFar().contains("waiting for a majority of the 3 control nodes"));
        again("c3");
        isUp("c1");
        isUp("c3");
        assertThat(mh.run("jobs", "--data", data("c3"), "-o", "ids").exits(0).lines())
                .isEqualTo(jobs);
        again("c2");
        isUp("c2");
        mh.run("run", "--data", data("c2"), "true").exits(0);
    }

    @Test
    void shouldFindAControlNodeThatListensElsewhere() throws Exception {
        three();
        String before = addresses.get("c2");
        kill("c2");
        started("c2", "up", "--listen", "127.0.0.1:0");
        isUp("c2");
        assertThat(addresses.get("c2")).isNotEqualTo(before);
        Until.holds(
                "the others know",
                () -> mh.run("events", "--data", data("c1"))
                        .exits(0)
                        .out()
                        .contains("control node c2 listens at " + addresses.get("c2")));
        kill("c3");
        mh.run("run", "--data", data("c2"), "true").exits(0);
    }

    @Test
    void shouldLetAControlNodeGo() throws Exception {
        three();
        String gone = leader("c1").equals("c3") ? "c2" : "c3";
        mh.run("node", "remove", gone, "--data", data("c1")).exits(0);
        assertThat(running(gone).ended().err()).contains("the cluster refuses this node", "removed", "mh token create");
        running.remove(gone);
        assertThat(rows("c1", "up").keySet()).hasSize(2).doesNotContain(gone);
        mh.run("run", "--data", data("c1"), "true").exits(0);
        mh.run("up", "--data", data(gone)).saysOneSentence("removed", "mh token create");
    }

    @Test
    void shouldNotVoteAgainWithoutItsLog() throws Exception {
        three();
        kill("c3");
        delete(Path.of(data("c3"), "log"));
        mh.run("up", "--data", data("c3")).exits(125).saysOneSentence("log of node c3 is gone", "mh node remove");
        // As the sentence says.
        mh.run("node", "remove", "c3", "--data", data("c1")).exits(0);
        control("c4");
        Until.holds("three again", () -> rows("c2", "up").size() == 3);
    }

    @Test
    void shouldRefuseTheWrongRole() throws Exception {
        started("c1", "up", "--listen", "127.0.0.1:0");
        isUp("c1");
        String worker = token();
        mh.run("join", worker, "--role", "control", "--data", data("c2"))
                .saysOneSentence("is for a worker node", "control node");
        mh.run("join", worker, "--listen", ":0", "--data", data("w")).saysOneSentence("--listen goes with --role");
        mh.run("join", worker, "--role", "boss", "--data", data("w")).saysOneSentence("worker or control");
        started("w", "join", worker, "--name", "w");
        isUp("w");
        mh.run("join", token("--role", "control"), "--data", data("c2")).saysOneSentence("is for a control node");
    }
}
