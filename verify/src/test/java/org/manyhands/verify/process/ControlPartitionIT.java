package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The control node that leads is cut off from the two others, but not from the worker. */
final class ControlPartitionIT extends ThreeControls {
    private static final List<String> CONTROLS = List.of("c1", "c2", "c3");
    private static final List<String> NODES = List.of("c1", "c2", "c3", "w");
    private static final int TASKS = 8;

    private @Nullable Machines machines;

    /** Like a node for other users this needs root, which CI has. */
    @BeforeEach
    void connect() throws Exception {
        assumeTrue(
                System.getProperty("user.name").equals("root") || "true".equals(System.getenv("CI")),
                "network namespaces are made by root");
        machines = Machines.connect(NODES.size());
        three();
        worker();
    }

    @AfterEach
    void disconnect() throws Exception {
        if (machines != null) {
            machines.disconnect();
        }
    }

    private Machines machines() {
        return Objects.requireNonNull(machines);
    }

    @Override
    Mh at(String node) {
        return mh.on(machines().on(number(node)));
    }

    @Override
    String listen(String node) {
        return Machines.address(number(node)) + ":7420";
    }

    private static int number(String node) {
        return 1 + NODES.indexOf(node);
    }

    private void cut(String from, String to) throws Exception {
        machines().cut(number(from), number(to));
    }

    private static List<String> others(String leader) {
        return CONTROLS.stream().filter(each -> !each.equals(leader)).toList();
    }

    private void awaitAnotherLeader(String old, String name) throws Exception {
        Until.holds(
                "another one leads",
                () -> rows(others(old).getFirst(), "up").entrySet().stream()
                        .anyMatch(row ->
                                row.getValue().equals("leader") && !row.getKey().equals(name)));
        Until.holds("the old one says so", () -> log(old).contains("leads no more"));
    }

    /** The first control node has the name of this machine. */
    private String name(String node) throws Exception {
        return node.equals("c1")
                ? rows("c1", "up").keySet().stream()
                        .filter(each -> !running.containsKey(each))
                        .findFirst()
                        .orElseThrow()
                : node;
    }

    private void losesNothing(Cut cut) throws Exception {
        Started run = job("echo $1 >>starts; until test -e go; do sleep 0.05; done; echo done-$1", TASKS);
        Until.holds("two tasks run", () -> mh.lines("starts").size() == 2);
        String old = leader("w");
        String answered = submit(old, "before").ended().exits(0).lines().getFirst();
        String name = name(old);
        cut.make(old);
        Started during = submit(old, "during");
        awaitAnotherLeader(old, name);
        Files.createFile(mh.work().resolve("go"));
        assertThat(run.ended().exits(0).lines())
                .isEqualTo(IntStream.rangeClosed(1, TASKS)
                        .mapToObj(task -> "done-" + task)
                        .toList());
        assertThat(mh.lines("starts"))
                .as("each task started once")
                .doesNotHaveDuplicates()
                .hasSize(TASKS);
        machines().heal();
        Ended late = during.ended();
        if (late.code() != 0) {
            late.exits(123).saysOneSentence("cannot answer", "control node");
        }
        for (String each : CONTROLS) {
            assertThat(at(each).run("jobs", "--data", data(each), "-o", "ids")
                            .exits(0)
                            .lines())
                    .contains(answered)
                    .containsAll(late.lines())
                    .hasSize(2 + late.lines().size());
        }
    }

    private Started submit(String node, String name) throws IOException {
        return at(node).start("submit", "--data", data(node), "--name", name, "true");
    }

    /** A way to cut the leader off. */
    private interface Cut {
        void make(String leader) throws Exception;
    }

    @Test
    void shouldGoOnWhenTheLeaderIsCutOff() throws Exception {
        losesNothing(leader -> {
            for (String other : others(leader)) {
                cut(leader, other);
                cut(other, leader);
            }
        });
    }

    @Test
    void shouldGoOnWhenTheLeaderIsNotHeard() throws Exception {
        losesNothing(leader -> {
            for (String other : others(leader)) {
                cut(leader, other);
            }
        });
    }

    @Test
    void shouldGoOnWhenTheLeaderHearsNobody() throws Exception {
        losesNothing(leader -> {
            for (String other : others(leader)) {
                cut(other, leader);
            }
        });
    }
}
