package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A whole cluster on this machine, by one command. */
final class DevClusterIT {
    private static final Pattern NODE = Pattern.compile("([cw]\\d) \\(process (\\d+)\\)");
    private static final Pattern LEADER = Pattern.compile("(?m)^(c\\d) +leader ");

    @RegisterExtension
    final Mh mh = new Mh();

    private Started up(String size) throws Exception {
        Started cluster = mh.start("up", "--dev-cluster", size);
        Until.holds("the cluster is up", () -> {
            assertThat(cluster.isAlive()).as(cluster.errSoFar()).isTrue();
            return cluster.errSoFar().contains(" are up: ");
        });
        return cluster;
    }

    private static long process(Started cluster, String node) {
        Matcher found = NODE.matcher(cluster.errSoFar());
        while (found.find()) {
            if (found.group(1).equals(node)) {
                return Long.parseLong(found.group(2));
            }
        }
        throw new AssertionError("no node " + node + ": " + cluster.errSoFar());
    }

    private static boolean alive(long process) {
        return ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
    }

    /** SIGKILL. */
    private static void kill(long process) {
        ProcessHandle.of(process).orElseThrow().destroyForcibly();
    }

    private String leader() throws Exception {
        Matcher leader = LEADER.matcher(mh.run("node", "list").exits(0).out());
        assertThat(leader.find()).isTrue();
        return leader.group(1);
    }

    @Test
    void shouldGoOnWithoutItsLeaderAndAWorker() throws Exception {
        Started cluster = up("3+2");
        Started run = mh.start(
                "run",
                "--each",
                "1..20",
                "--",
                "sh",
                "-c",
                "until test -e go; do sleep 0.05; done; echo $1",
                "x",
                "{}");
        Until.holds(
                "all nodes run something",
                () -> mh.run("job", "last").out().matches("(?s).*running +20 +0 +0 +0 +5 .*"));
        String leader = leader();
        kill(process(cluster, leader));
        kill(process(cluster, "w1"));
        Until.holds(
                "it says who is gone",
                () -> cluster.errSoFar().contains("node w1 (process " + process(cluster, "w1") + ") has ended"));
        Files.createFile(mh.work().resolve("go"));
        assertThat(run.ended().exits(0).lines())
                .isEqualTo(
                        IntStream.rangeClosed(1, 20).mapToObj(String::valueOf).toList());
        assertThat(mh.run("job", "last").exits(0).out())
                .contains("taken back from node " + leader)
                .containsPattern("taken back from node w1, [^\n]*; then to \\w+ \\([0-9,-]+\\)");
        cluster.interrupt();
        cluster.ended().exits(0);
        for (String node : List.of("c1", "c2", "c3", "w1", "w2")) {
            assertThat(alive(process(cluster, node))).as(node).isFalse();
        }
    }

    @Test
    void shouldStartAgainWithWhatItHad() throws Exception {
        Started cluster = up("1+1");
        mh.run("run", "--name", "before", "true").exits(0);
        cluster.terminate();
        cluster.ended().exits(0);
        mh.run("up", "--dev-cluster", "1+0").saysOneSentence("also has w1", "remove the directory");
        Started again = up("1+2");
        assertThat(mh.processes().all().stream().map(Processes::describe))
                .anyMatch(words -> words.contains(" join - --role worker --name w2"))
                .as("a token on a command line, which everyone can list")
                .noneMatch(words -> words.contains("mh1-"));
        assertThat(mh.run("jobs").exits(0).out()).contains("before");
        assertThat(mh.run("node", "list").exits(0).out()).contains("w2");
        again.terminate();
        again.ended().exits(0);
        // What the directory itself had is as it was.
        assertThat(mh.run("jobs").exits(0).out()).doesNotContain("before");
    }

    @Test
    void shouldRefuseWhatIsNoCluster() throws Exception {
        for (String size : List.of("2+1", "3", "3+", "3+99", "+1", "three")) {
            mh.run("up", "--dev-cluster", size).saysOneSentence("--dev-cluster: '" + size + "'", "as 3+4");
        }
        mh.run("up", "--dev-cluster", "1+1", "--listen", ":0")
                .saysOneSentence("--listen does not go with --dev-cluster");
        mh.run("up", "--name", "x").saysOneSentence("--name goes with --listen");
        mh.run("up", "--listen", "127.0.0.1:0", "--name", "a b").saysOneSentence("--name: 'a b'", "letters");
    }
}
