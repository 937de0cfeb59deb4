package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a node has for tasks, what it gives each, and what it takes from one that takes too much. */
final class NodeIT {
    private static final String WASTE = "dd if=/dev/zero of=\"$TMPDIR/waste\" bs=1M count=%d 2>/dev/null; ";
    private static final String WAIT = "while :; do sleep 0.1; done";

    @RegisterExtension
    final Mh mh = new Mh();

    @Test
    void shouldListAndShowWhatANodeHas() throws Exception {
        assertThat(mh.run("node", "list").exits(0).out()).contains("no node is running");
        mh.run("node", "show").exits(120).saysOneSentence("no node is running; 'mh up' starts one");
        mh.up("--resources", "cpu=3,memory=2G,gpu=[0,1],licence=1.5");
        List<String> node = mh.run("node", "list", "-o", "ids").exits(0).lines();
        assertThat(node).hasSize(1);
        assertThat(mh.run("node", "list").exits(0).out())
                .contains("up", "cpu=3,gpu=2,licence=1.5,memory=2GiB,scratch=");
        assertThat(mh.run("node", "show", node.getFirst()).exits(0).out())
                .contains("node       " + node.getFirst() + ", up, boot 1", "cpu=3,gpu=2", "os=linux", "processes  ");
        mh.run("node", "show", "nobody").exits(120).saysOneSentence("no node 'nobody'", node.getFirst());
        mh.run("node").exits(120).saysOneSentence("expected: list, show, label, drain or remove");
    }

    @Test
    void shouldGiveEachTaskDevicesOfItsOwn() throws Exception {
        mh.up("--resources", "cpu=4,gpu=[0,1]");
        String task = "mkdir gpu-$CUDA_VISIBLE_DEVICES || exit 9; sleep 0.1; rmdir gpu-$MH_DEVICES_GPU; "
                + "echo $MH_DEVICES_GPU";
        Ended run = mh.run("run", "--each", "1..20", "--resources", "cpu=0.5,gpu=1", "--sh", task)
                .exits(0);
        assertThat(run.lines()).hasSize(20).containsOnly("0", "1").contains("0", "1");
        assertThat(mh.run("tasks", "-o", "json").exits(0).out()).contains("\"gpu=0\"", "\"gpu=1\"");
        assertThat(mh.run("run", "--sh", "echo \"<$CUDA_VISIBLE_DEVICES>\"")
                        .exits(0)
                        .lines())
                .as("hidden from who asked for none")
                .containsExactly("<>");
        assertThat(mh.run(
                                "run",
                                "--each",
                                "1..4",
                                "--resources",
                                "gpu=0.5",
                                "--stream",
                                "--",
                                "sh",
                                "-c",
                                "while read -r item; do echo \"$CUDA_VISIBLE_DEVICES\"; done")
                        .exits(0)
                        .lines())
                .hasSize(4)
                .isSubsetOf("0", "1");
        mh.run("submit", "--resources", "gpu=3", "--", "true").exits(0);
        Until.holds("it says why", () -> why().contains("ask for at most gpu=2"));
    }

    private String why() {
        try {
            return mh.run("why", "last").out();
        } catch (java.io.IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void shouldRefuseWhatIsNoResource() throws Exception {
        mh.run("up", "--resources", "cpu").exits(120).saysOneSentence("--resources", "no amount of a resource");
        mh.run("up", "--resources", "gpu=[0,0]").exits(120).saysOneSentence("--resources", "each named once");
        mh.run("up", "--cache-size", "much").exits(120).saysOneSentence("--cache-size", "'much' is not a size");
    }

    @Test
    void shouldEndATaskThatTakesMoreOfTheDiskThanItAskedFor() throws Exception {
        mh.run("run", "--resources", "scratch=20M", "--sh", WASTE.formatted(60) + WAIT)
                .exits(1)
                .saysOneSentence("disk: it took", "(limit: 20 MiB)", "scratch");
        mh.run("run", "--resources", "scratch=200M", "--sh", WASTE.formatted(60) + "echo done")
                .exits(0);
        assertThat(left()).as("what it wrote is gone").isLessThan(1 << 20);
    }

    @Test
    void shouldFailOnlyTheItemOfAStreamThatTakesTooMuchOfTheDisk() throws Exception {
        String program =
                "while read -r item; do test $item = b && { " + WASTE.formatted(60) + WAIT + "; }; echo $item; done";
        Ended run = mh.run(
                        "run",
                        "--resources",
                        "scratch=20M",
                        "--stream",
                        "--",
                        "sh",
                        "-c",
                        program,
                        ":::",
                        "a",
                        "b",
                        "c")
                .exits(1)
                .saysOneSentence("disk", "it took", "(limit: 20 MiB)");
        assertThat(run.lines()).containsExactly("a", "c");
    }

    @Test
    void shouldKeepAllTasksTogetherWithinWhatTheNodeHas() throws Exception {
        mh.up("--resources", "scratch=100M");
        mh.run("run", "--sh", WASTE.formatted(150) + WAIT)
                .exits(1)
                .saysOneSentence("disk: the tasks of this node took", "(limit: 100 MiB)");
        mh.run("submit", "--resources", "scratch=200M", "--", "true").exits(0);
        Until.holds("it says why", () -> why().contains("ask for at most scratch=100MiB"));
    }

    @Test
    void shouldGoOnAfterATaskThatFillsTheDisk() throws Exception {
        mh.on(Mounted.SMALL);
        String task = "case $1 in 1) " + WASTE.formatted(2_000) + WAIT + ";; 2) yes;; 3) echo next;; esac";
        Ended run = mh.run("run", "--at-most", "1", "--sh", task, ":::", "1", "2", "3")
                .exits(1);
        // Who notices first is a race: the write that finds no room, or the watch over the disk.
        assertThat(run.err())
                .contains("2 of 3 tasks", "disk (2 times")
                .containsAnyOf("what it wrote cannot be kept", "low mark");
        assertThat(run.lines()).endsWith("next");
    }

    /** Bytes in the directories that tasks had. */
    private long left() throws Exception {
        Path scratch = mh.data().resolve("worker/scratch");
        if (!Files.exists(scratch)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(scratch)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
