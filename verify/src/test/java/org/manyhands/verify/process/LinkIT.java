package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two machines, which are two processes here: a control node, and one that joins it and alone has what the tasks ask for. */
final class LinkIT extends FarWorkers {
    @Test
    void shouldRunTasksWhereTheyFitAndBringTheirResults() throws Exception {
        upAndListening();
        join(token(), "n2");
        mh.file("in/a.txt", "alpha");
        mh.file("in/b.txt", "beta");
        Ended run = job(
                        "cat in/a.txt in/b.txt > $MH_OUT/both-$1; echo $MH_NODE $1; echo to err >&2",
                        20,
                        "--in",
                        "in/",
                        "--to",
                        "got")
                .ended()
                .exits(0);
        assertThat(run.lines()).isEqualTo(numbered("n2 ", 20));
        for (int task = 1; task <= 20; task++) {
            assertThat(mh.lines("got/both-" + task)).containsExactly("alpha", "beta");
        }
        assertThat(mh.run("node", "list", "-o", "ids").exits(0).lines()).contains("n2");
        Until.holds(
                "the way is known",
                () -> mh.run("node", "show", "n2").exits(0).out().contains("there and back"));
    }

    @Test
    void shouldAnswerFromEachNode() throws Exception {
        upAndListening();
        join(token(), "n2");
        String data = joining("n2").toString();
        Ended run = mh.run("run", "--data", data, "--sh", "echo $1", ":::", "a", "b")
                .exits(0);
        assertThat(run.lines()).containsExactly("a", "b");
        assertThat(mh.run("jobs", "--data", data, "-o", "ids").exits(0).lines())
                .isEqualTo(mh.run("jobs", "-o", "ids").exits(0).lines());
    }

    @Test
    void shouldKeepWhatRunsElsewhereWhenTheControlNodeDies() throws Exception {
        upAndListening();
        join(token(), "n2");
        String once = "echo $1 >>starts; until test -e go; do sleep 0.05; done; echo done-$1";
        // However long a new control node takes to start on a busy machine.
        Started run = job(once, 6, "--lost-after", "5m");
        Until.holds("two tasks run", () -> mh.lines("starts").size() == 2);
        control().kill();
        upAndListening();
        Files.createFile(mh.work().resolve("go"));
        assertThat(run.ended().exits(0).lines()).isEqualTo(numbered("done-", 6));
        assertThat(mh.lines("starts"))
                .as("each task started once")
                .doesNotHaveDuplicates()
                .hasSize(6);
    }

    @Test
    void shouldRunAgainWhatANodeLostThatDied() throws Exception {
        upAndListening();
        Started node = join(token(), "n2");
        String once = "echo $1 >>starts; until test -e go; do sleep 0.05; done; echo done-$1";
        Started run = job(once, 4);
        Until.holds("two tasks run", () -> mh.lines("starts").size() == 2);
        node.kill();
        Files.createFile(mh.work().resolve("go"));
        again("n2");
        assertThat(run.ended().exits(0).lines()).isEqualTo(numbered("done-", 4));
        assertThat(mh.lines("starts")).as("the two that were lost, and four").hasSize(6);
        // Of a machine so busy that the second boot comes after the silence of the first, the silence is told.
        assertThat(mh.run("events").exits(0).out())
                .containsPattern("taken back from node n2, boot 1: (the node began boot 2|silent for)");
    }

    @Test
    void shouldEndWhatANodeRunsThatStoodStillForTooLong() throws Exception {
        upAndListening();
        Started node = join(token(), "n2");
        String once = "echo $1 >>starts; until test -e go; do sleep 0.05; done; echo done-$1";
        Started run = job(once, 3);
        Until.holds("two tasks run", () -> mh.lines("starts").size() == 2);
        node.stop();
        Until.holds("the node is given up", () -> events().contains("taken back from node n2"));
        Files.createFile(mh.work().resolve("go"));
        node.resume();
        assertThat(run.ended().exits(0).lines()).isEqualTo(numbered("done-", 3));
        assertThat(Collections.max(mh.lines("starts").stream()
                        .map(task -> Collections.frequency(mh.lines("starts"), task))
                        .toList()))
                .as("starts %s; %s; the node's log: %s", mh.lines("starts"), events(), log("n2"))
                .isEqualTo(2);
    }

    private String log(String node) throws IOException {
        return Files.readString(joining(node).resolve("logs/mh.0.log"));
    }

    @Test
    void shouldTakeANodeOutAtOnce() throws Exception {
        upAndListening();
        Started node = join(token(), "n2");
        Started run = job("until test -e go; do sleep 0.05; done; echo $MH_NODE $1", 2);
        Until.holds("tasks run", () -> mh.processes().all().size() > 3);
        mh.run("node", "remove", "n2").exits(0);
        Ended removed = node.ended();
        assertThat(removed.err()).contains("n2", "removed");
        assertThat(removed.code()).isNotZero();
        mh.start("up", "--data", joining("n2").toString(), "--resources", "far=100")
                .ended()
                .saysNothingInternal();
        assertThat(control().isAlive()).isTrue();
        assertThat(log()).contains("not a member");
        Files.createFile(mh.work().resolve("go"));
        join(token(), "n3");
        assertThat(run.ended().exits(0).lines()).isEqualTo(numbered("n3 ", 2));
    }

    @Test
    void shouldRenewCertificatesWhileTasksRun() throws Exception {
        upAndListening("--certificate-life", "15s");
        join(token(), "n2");
        String once = "echo $1 >>starts; sleep 0.7; echo done-$1";
        assertThat(job(once, 50).ended().exits(0).lines()).isEqualTo(numbered("done-", 50));
        assertThat(mh.lines("starts")).doesNotHaveDuplicates().hasSize(50);
        assertThat(Files.readString(joining("n2").resolve("logs/mh.0.log"))).contains("is renewed");
    }

    @Test
    void shouldWorkWithANodeWhoseClockIsWrongAndJumps() throws Exception {
        upAndListening();
        WallClock clock = WallClock.of(mh);
        clock.jumpTo("-1h");
        join(token(), "n2");
        String once = "echo $1 >>starts; until test -e go; do sleep 0.05; done; echo done-$1";
        Started run = job(once, 4);
        Until.holds("two tasks run", () -> mh.lines("starts").size() == 2);
        Until.holds("its clock is known", () -> show().matches("(?s).*clock -(1h00m|59m59s).*"));
        clock.jumpTo("+1h");
        Until.holds("its clock is known again", () -> show().matches("(?s).*clock \\+(1h00m|59m59s).*"));
        Files.createFile(mh.work().resolve("go"));
        assertThat(run.ended().exits(0).lines()).isEqualTo(numbered("done-", 4));
        assertThat(mh.lines("starts")).doesNotHaveDuplicates().hasSize(4);
    }

    private String show() {
        try {
            return mh.run("node", "show", "n2").exits(0).out();
        } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Test
    void shouldSayWhyAMachineDoesNotJoin() throws Exception {
        mh.run("token", "create").exits(120).saysOneSentence("mh up --listen");
        mh.run("join", "rubbish").exits(120).saysOneSentence("mh token create");
        mh.stdin("rubbish\n");
        mh.run("join", "-").exits(120).saysOneSentence("no join token", "mh token create");
        upAndListening();
        String token = token();
        String data = joining("x").toString();
        mh.run("join", token.substring(0, token.length() - 9), "--data", data)
                .exits(120)
                .saysOneSentence("damaged", "copy the whole word");
        mh.run("join", token, "--data", data, "--name", "no such name")
                .exits(123)
                .saysOneSentence("no such name", "letters, digits");
        mh.run("join", token).exits(120).saysOneSentence("is its node already");
        join(token, "n2");
        mh.run("join", token, "--data", data, "--name", "n3").exits(123).saysOneSentence("used");
        mh.run("join", token(), "--data", data, "--name", "n2").exits(123).saysOneSentence("another node is called n2");
        mh.run("token", "create", "--ttl", "0s").exits(120).saysNothingInternal();
        mh.run("token", "create", "--uses", "0").exits(120).saysNothingInternal();
        mh.run("token", "create", "--role", "boss").exits(120).saysOneSentence("role: 'boss'", "expected: worker");
        mh.run("token", "revoke", "nope").exits(120).saysOneSentence("nope");
        mh.run("node", "remove", "nope").exits(120).saysOneSentence("nope");
        assertThat(mh.run("token", "list").exits(0).out()).contains("used up");
        String revoked = token();
        List<String> revoking = new ArrayList<>(List.of("token", "revoke"));
        revoking.addAll(mh.run("token", "list", "-o", "ids").lines());
        mh.run(revoking.toArray(String[]::new)).exits(0);
        control().kill();
        mh.run("join", revoked, "--data", data, "--name", "n4")
                .exits(123)
                .saysOneSentence("no control node of the token can be reached", address);
        mh.run("jobs", "--data", joining("n2").toString())
                .exits(123)
                .saysOneSentence("node n2 cannot answer: no control node can be reached");
    }

    @Test
    void shouldJoinAgainWhoWasLetInAndDidNotLiveToKnow() throws Exception {
        upAndListening();
        String token = token();
        Path credentials = joining("n2").resolve("identity/node.p12");
        Path inTheWay = Files.createDirectories(credentials.resolve("in the way"));
        mh.run("join", token, "--name", "n2", "--data", joining("n2").toString())
                .exits(120)
                .saysOneSentence(credentials.toString(), "expected: a directory", "join again", "--data DIR");
        assertThat(events()).contains("n2");
        mh.run("join", token(), "--name", "n2", "--data", joining("other").toString())
                .exits(123)
                .saysOneSentence("another node is called n2", "mh node remove n2");
        Files.delete(inTheWay);
        Files.delete(credentials);
        mh.stdin(token + "\n");
        join("-", "n2");
        assertThat(job("echo done-$1", 2).ended().exits(0).lines()).isEqualTo(numbered("done-", 2));
        assertThat(joining("n2").resolve("identity/joining")).doesNotExist();
    }

    @Test
    void shouldKeepAJoinedDirectoryWhatItIs() throws Exception {
        upAndListening();
        Started node = join(token(), "n2");
        String data = joining("n2").toString();
        node.terminate();
        node.ended().exits(0);
        Ended jobs = mh.run("jobs", "--data", data).exits(0);
        assertThat(jobs.err()).contains("is away; another control node is asked");
        mh.run("join", token(), "--data", data).exits(120).saysOneSentence("node n2 already");
        mh.run("up", "--data", data, "--listen", ":0").exits(120).saysOneSentence("--listen", "n2");
        mh.run("up", "--data", joining("y").toString(), "--advertise", "n9")
                .exits(120)
                .saysOneSentence("--listen");
        mh.run("up", "--data", joining("y").toString(), "--listen", "n1:x")
                .exits(120)
                .saysOneSentence("n1:x");
    }
}
