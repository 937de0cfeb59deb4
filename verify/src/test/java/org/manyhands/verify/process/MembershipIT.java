package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Control nodes that come back, elsewhere or without their log, that go, and that are none. */
final class MembershipIT extends ThreeControls {
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
    void shouldKeepTheOnlyOneThatHasTheState() throws Exception {
        started("c1", "up", "--listen", listen("c1"), "--resources", "cpu=1");
        isUp("c1");
        control("c2");
        String first = leaderName();
        mh.run("node", "remove", first, "--data", data("c2"))
                .saysOneSentence("alone keeps the state", "third control node");
        mh.run("run", "--data", data("c2"), "true").exits(0);
        control("c3");
        Until.holds("three control nodes", () -> rows("c2", "up").size() == 3);
        mh.run("node", "remove", first, "--data", data("c2")).exits(0);
        running("c1").ended();
        running.remove("c1");
        Until.holds("another one leads", () -> rows("c2", "up").containsValue("leader"));
        mh.run("run", "--data", data("c2"), "true").exits(0);
    }

    /** The first one has the name of this machine. */
    private String leaderName() throws Exception {
        return rows("c1", "up").entrySet().stream()
                .filter(each -> each.getValue().equals("leader"))
                .findFirst()
                .orElseThrow()
                .getKey();
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
    void shouldKeepAMajorityThatAnswers() throws Exception {
        three();
        kill("c3");
        mh.run("node", "remove", "c2", "--data", data("c1"))
                .saysOneSentence("without node c2", "2 of its 3 control nodes must agree", "c3", "gone for good");
        mh.run("run", "--data", data("c2"), "true").exits(0);
        // As the sentence says.
        mh.run("node", "remove", "c3", "--data", data("c1")).exits(0);
        mh.run("run", "--data", data("c2"), "true").exits(0);
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
