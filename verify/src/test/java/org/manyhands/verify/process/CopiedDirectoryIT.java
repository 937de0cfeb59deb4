package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The data directory of a node of a cluster is copied while it runs, and the copy started as well: two nodes that are the same one. */
final class CopiedDirectoryIT extends ThreeControls {
    private static final int TASKS = 4;
    private static final List<String> DONE =
            IntStream.rangeClosed(1, TASKS).mapToObj(task -> "done-" + task).toList();

    private String copied(String node) throws Exception {
        String copy = node + "-copied";
        mh.shell("cp -a '" + data(node) + "' '" + data(copy) + "'").exits(0);
        return copy;
    }

    private Started running() throws Exception {
        Started run = job("echo $1 >>starts; until test -e go; do sleep 0.05; done; echo done-$1", TASKS);
        Until.holds("two tasks run", () -> mh.lines("starts").size() == 2);
        return run;
    }

    @Test
    void shouldHaveOneOfTwoWorkersThatAreTheSame() throws Exception {
        started("c1", "up", "--listen", listen("c1"), "--resources", "cpu=1");
        isUp("c1");
        worker();
        Started run = running();
        String copy = copied("w");
        started(copy, "up", "--resources", "cpu=2,far=2");
        Ended original = running("w").ended();
        assertThat(original.code()).isNotZero();
        assertThat(original.saysNothingInternal().err()).contains("node w", "copy of its data directory");
        Files.createFile(mh.work().resolve("go"));
        assertThat(run.ended().lines()).isEqualTo(DONE);
        assertThat(running(copy).isAlive()).isTrue();
    }

    @Test
    void shouldHaveOneOfTwoControlNodesThatAreTheSame() throws Exception {
        three();
        worker();
        Started run = running();
        String node = leader("w").equals("c3") ? "c2" : "c3";
        String copy = copied(node);
        mh.run("up", "--data", data(copy)).exits(125).saysOneSentence("runs already", "is a copy", "mh join");
        mh.run("up", "--data", data(copy), "--listen", "127.0.0.1:0")
                .exits(125)
                .saysOneSentence(String.valueOf(addresses.get(node)), "is a copy");
        Files.createFile(mh.work().resolve("go"));
        assertThat(run.ended().exits(0).lines()).isEqualTo(DONE);
        assertThat(mh.lines("starts")).as("each task started once").hasSize(TASKS);
        assertThat(mh.run("jobs", "--data", data("c1"), "-o", "ids").exits(0).lines())
                .hasSize(1);
    }
}
