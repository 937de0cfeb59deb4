package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A cluster whose majority of control nodes is gone for good. */
final class RecoverIT extends ThreeControls {
    private Ended recover(String node, String... options) throws Exception {
        return mh.run(Stream.concat(Stream.of("cluster", "recover", "--data", data(node)), Stream.of(options))
                .toArray(String[]::new));
    }

    private void killAll() throws Exception {
        for (String each : List.of("c1", "c2", "c3")) {
            kill(each);
        }
    }

    private void joinControl(String node, String by) throws Exception {
        String token = mh.run("token", "create", "--role", "control", "--data", data(by))
                .exits(0)
                .lines()
                .getFirst();
        started(node, "join", token, "--role", "control", "--name", node, "--listen", "127.0.0.1:0");
        isUp(node);
    }

    private String events(String node) throws Exception {
        return mh.run("events", "--data", data(node)).exits(0).out();
    }

    private Path mark(String node) {
        return Path.of(data(node), "recovering");
    }

    @Test
    void shouldBringAJobToItsEndFromOneOfThree() throws Exception {
        three();
        worker();
        Started run = job(
                "echo $1 >>starts; if test $1 -gt 2; then until test -e go; do sleep 0.05; done; fi; echo done-$1", 8);
        Until.holds("half of it runs", () -> mh.lines("starts").size() == 4);
        kill("c2");
        kill("c3");
        delete(Path.of(data("c2")));
        delete(Path.of(data("c3")));
        recover("c1", "--yes").exits(120).saysOneSentence("still runs", "stop it first");
        kill("c1");
        Ended asked = recover("c1").exits(120);
        assertThat(asked.err()).contains("nothing is changed yet", "--yes");
        assertThat(asked.out())
                .contains("goes on      from entry", "LOST", "jobs: 1, not ended: 1", "REMOVED      c2, c3");
        assertThat(recover("c1", "--yes").exits(0).err()).contains("start it with 'mh up'");
        assertThat(mark("c1")).doesNotExist();
        again("c1");
        isUp("c1");
        Files.createFile(mh.work().resolve("go"));
        assertThat(run.ended().exits(0).lines())
                .isEqualTo(
                        IntStream.rangeClosed(1, 8).mapToObj(i -> "done-" + i).toList());
        assertThat(mh.run("logs", "last", "--data", data("w")).exits(0).lines()).hasSize(8);
        assertThat(mh.run("doctor", "--data", data("c1")).exits(0).out())
                .contains("one control node: losing the disk of node");
        assertThat(events("c1"))
                .containsOnlyOnce(
                        "  the cluster was recovered without a majority by " + System.getProperty("user.name"))
                .contains("removed: c2, c3", "node c2 was removed");
        recover("c1", "--yes").exits(120).saysOneSentence("still runs");
        kill("c1");
        recover("c1", "--yes").exits(120).saysOneSentence("keeps the log alone", "mh up");
    }

    @Test
    void shouldRefuseWhoComesBackAndGrowAgain() throws Exception {
        three();
        mh.run("run", "--data", data("c1"), "--name", "before", "true").exits(0);
        killAll();
        recover("c2", "--yes").exits(0);
        again("c2");
        isUp("c2");
        Started old = again("c3");
        assertThat(old.ended().err())
                .contains("the cluster refuses this node: node c3 has another history")
                .contains("recovered without it", "mh token create", "mh join");
        running.remove("c3");
        joinControl("c4", "c2");
        joinControl("c5", "c2");
        Until.holds("three again", () -> rows("c2", "up").size() == 3);
        kill("c2");
        mh.run("run", "--data", data("c4"), "true").exits(0);
        assertThat(mh.run("jobs", "--data", data("c5")).exits(0).out()).contains("before");
        again("c2");
        isUp("c2");
        assertThat(rows("c5", "up").keySet()).hasSize(3);
    }

    @Test
    void shouldGoOnWhereARecoveryWasCutShort() throws Exception {
        three();
        killAll();
        // As it is before the log is changed, and after that.
        Files.writeString(mark("c1"), "00000000000000ab\n");
        again("c1").ended().exits(125).saysOneSentence("begun and not finished", "mh cluster recover");
        recover("c1", "--yes").exits(0);
        Files.writeString(mark("c1"), "00000000000000ab\n");
        Files.writeString(Path.of(data("c1"), "epoch"), "00000000000000cd\n");
        again("c1").ended().exits(125).saysOneSentence("begun and not finished");
        recover("c1", "--yes").exits(0);
        again("c1");
        isUp("c1");
        assertThat(events("c1")).containsOnlyOnce("  the cluster was recovered");
        assertThat(mh.run("doctor", "--data", data("c1")).exits(0).out()).contains("epoch ab,");
    }

    @Test
    void shouldNotRecoverWhatIsNotLost() throws Exception {
        recover("c1").exits(120).saysOneSentence("there is no data directory", "--data");
        mh.run("run", "--data", data("alone"), "true").exits(0);
        recover("alone").exits(120).saysOneSentence("not the directory of a node of a cluster");
        three();
        worker();
        kill("w");
        recover("w").exits(120).saysOneSentence("node w, a worker", "on a control node");
        kill("c3");
        recover("c3", "--yes").exits(120).saysOneSentence("of 3 control nodes are a majority", "mh up", "--force");
        kill("c2");
        recover("c2", "--yes").exits(120).saysOneSentence("2 of 3", "a majority");
        damage("c2");
        recover("c2", "--yes").exits(125).saysOneSentence("damaged");
        delete(Path.of(data("c2"), "log"));
        recover("c2", "--yes").exits(120).saysOneSentence("log of node c2 is gone", "another control node");
        assertThat(recover("c3", "--force").exits(120).out()).contains("answering    ");
        assertThat(mark("c3")).doesNotExist();
        again("c3");
        isUp("c3");
        mh.run("run", "--data", data("c3"), "true").exits(0);
    }

    /** In the first entry of its log, which others follow. */
    private void damage(String node) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(data(node), "log"))) {
            Path first = files.filter(file -> file.getFileName().toString().startsWith("log_"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
            try (RandomAccessFile bytes = new RandomAccessFile(first.toFile(), "rw")) {
                bytes.seek(20);
                int there = bytes.read();
                bytes.seek(20);
                bytes.write(there ^ 0xff);
            }
        }
    }
}
