package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A new version, say: every node is restarted in order, one after the other, while tasks run. */
final class RestartIT extends ThreeControls {
    private static final int TASKS = 5_000;

    private void restart(String node) throws Exception {
        Started process = running(node);
        process.terminate();
        process.ended().exits(0);
        if (addresses.containsKey(node)) {
            again(node);
        } else {
            started(node, "up", "--resources", "cpu=2,far=2");
        }
        isUp(node);
    }

    @Test
    void shouldRunNothingTwiceWhenEveryNodeIsRestartedInTurn() throws Exception {
        three();
        started("w1", "join", token(), "--name", "w1", "--resources", "cpu=2,far=2");
        isUp("w1");
        started("w2", "join", token(), "--name", "w2", "--resources", "cpu=2,far=2");
        isUp("w2");
        Started run = mh.start(
                "run",
                "--data",
                data("c1"),
                "--resources",
                "far=1",
                "--each",
                "1.." + TASKS,
                "--",
                "sh",
                "-c",
                "echo $1 >>starts; test -e all || sleep 0.3; echo $1",
                "x",
                "{}");
        Until.holds("tasks run", () -> !mh.lines("starts").isEmpty());
        for (String node : List.of("w1", "c2", "c1", "w2", "c3")) {
            int before = mh.lines("starts").size();
            restart(node);
            Until.holds("tasks go on", () -> mh.lines("starts").size() > before);
        }
        assertThat(mh.lines("starts").size()).as("all was under load").isLessThan(TASKS);
        Files.createFile(mh.work().resolve("all"));
        assertThat(run.ended().exits(0).lines())
                .isEqualTo(IntStream.rangeClosed(1, TASKS)
                        .mapToObj(String::valueOf)
                        .toList());
        assertThat(mh.lines("starts")).as("each once").doesNotHaveDuplicates().hasSize(TASKS);
    }
}
