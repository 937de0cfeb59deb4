package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The wire between a control node and its worker is cut: both ways, one way, again and again. Each result comes exactly once. */
final class PartitionIT {
    /** Each task says that it started, and ends when it may. */
    private static final String TASK = "echo $1 >>starts; until test -e go; do sleep 0.1; done; echo done-$1";

    private static final int TASKS = 4;

    /** A dozen seconds of flapping; 200 tasks are more than a minute. */
    private static final int FLAP_TASKS = Integer.getInteger("mh.flap.tasks", 24);

    @RegisterExtension
    final Mh mh = new Mh();

    private Machines machines;

    /** Like a node for other users this needs root, which CI has. */
    @BeforeEach
    void connect() throws Exception {
        assumeTrue(
                System.getProperty("user.name").equals("root") || "true".equals(System.getenv("CI")),
                "network namespaces are made by root");
        machines = Machines.connect(2);
        mh.on(machines.on(1));
        mh.up("--listen", Machines.address(1) + ":7420");
        String token = mh.run("token", "create").exits(0).lines().getFirst();
        mh.on(machines.on(2));
        Started node = mh.start(
                "join",
                token,
                "--name",
                "n2",
                "--data",
                mh.root().resolve("n2").toString(),
                "--resources",
                "cpu=2,far=9");
        Until.holds("the node is up", () -> node.errSoFar().contains("is up"));
        assertThat(node.errSoFar()).contains("attached to " + Machines.address(1) + ":7420");
        mh.on(machines.on(1));
    }

    @AfterEach
    void disconnect() throws Exception {
        if (machines != null) {
            machines.disconnect();
        }
    }

    private Started job(String script, int tasks) throws IOException {
        return mh.start("run", "--resources", "far=1", "--each", "1.." + tasks, "--", "sh", "-c", script, "x", "{}");
    }

    private static List<String> done(int tasks) {
        return IntStream.rangeClosed(1, tasks).mapToObj(task -> "done-" + task).toList();
    }

    private void twoTasksRun() throws InterruptedException {
        Until.holds("two tasks run", () -> mh.lines("starts").size() == 2);
    }

    private void awaitEvent(String words) throws InterruptedException {
        Until.holds(words, () -> {
            try {
                return mh.run("events").exits(0).out().contains(words);
            } catch (IOException | InterruptedException broken) {
                throw new IllegalStateException(broken);
            }
        });
    }

    @Test
    void shouldRunNothingAgainAfterAShortCut() throws Exception {
        Started run = job(TASK, TASKS);
        twoTasksRun();
        machines.cut(2, 1);
        machines.cut(1, 2);
        Files.createFile(mh.work().resolve("go"));
        Thread.sleep(4_000); // less than a session lives
        machines.heal();
        assertThat(run.ended().exits(0).lines()).isEqualTo(done(TASKS));
        assertThat(mh.lines("starts")).doesNotHaveDuplicates().hasSize(TASKS);
    }

    @Test
    void shouldCountEachResultOnceAfterALongCut() throws Exception {
        Started run = job(TASK, TASKS);
        twoTasksRun();
        machines.cut(2, 1);
        machines.cut(1, 2);
        endsAfterTheCut(run);
    }

    @Test
    void shouldCountEachResultOnceWhenAnswersGetLost() throws Exception {
        Started run = job(TASK, TASKS);
        twoTasksRun();
        machines.cut(1, 2);
        endsAfterTheCut(run);
    }

    /** The node ends what it runs by itself, before others may run it; healed, it gets it again. */
    private void endsAfterTheCut(Started run) throws Exception {
        awaitEvent("taken back from node n2");
        assertThat(mh.processes().tasks())
                .as("tasks of a node that was given up")
                .isEmpty();
        machines.heal();
        Until.holds("the tasks run again", () -> mh.lines("starts").size() == 4);
        Files.createFile(mh.work().resolve("go"));
        assertThat(run.ended().exits(0).lines()).isEqualTo(done(TASKS));
        assertThat(mh.lines("starts")).hasSize(TASKS + 2);
    }

    @Test
    void shouldGoOnWhileTheWireFlaps() throws Exception {
        Started run = job("echo $1 >>starts; sleep 0.5; echo done-$1", FLAP_TASKS);
        twoTasksRun();
        while (run.isAlive()) {
            machines.cut(2, 1);
            machines.cut(1, 2);
            Thread.sleep(1_000);
            machines.heal();
            Thread.sleep(1_000);
        }
        assertThat(run.ended().exits(0).lines()).isEqualTo(done(FLAP_TASKS));
        assertThat(mh.lines("starts")).doesNotHaveDuplicates().hasSize(FLAP_TASKS);
    }
}
