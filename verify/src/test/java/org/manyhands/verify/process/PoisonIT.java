package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A task that kills the node that runs it, on workers that are there for it. */
final class PoisonIT {
    private static final Pattern LINKS = Pattern.compile("links on (\\S+),");
    private static final int WORKERS = 4;

    /** The node is the nearest process above the task that is a Java one. A beat has told of the task by then. */
    private static final String KILL_THE_NODE = """
            sleep 3
            p=$$
            until grep -qs java /proc/$p/comm; do p=$(sed 's/.*) . //' /proc/$p/stat | cut -d' ' -f1); done
            kill -KILL $p
            sleep 60""";

    @RegisterExtension
    final Mh mh = new Mh();

    private @Nullable Started control;
    private final List<Started> workers = new ArrayList<>();

    private String upAndToken() throws Exception {
        control = mh.up("--listen", "127.0.0.1:0");
        Matcher found = LINKS.matcher(control.errSoFar());
        assertThat(found.find()).as(control.errSoFar()).isTrue();
        return mh.run("token", "create", "--uses", Integer.toString(WORKERS))
                .exits(0)
                .lines()
                .getFirst();
    }

    private Path directory(String name) {
        return mh.root().resolve(name);
    }

    private void join(String token, String name) throws Exception {
        up(
                name,
                mh.start(
                        "join",
                        token,
                        "--name",
                        name,
                        "--data",
                        directory(name).toString(),
                        "--resources",
                        "cpu=2,far=100"));
    }

    private void up(String name, Started node) throws InterruptedException {
        Until.holds("node " + name + " is up", () -> node.errSoFar().contains("is up"));
        workers.add(node);
    }

    /** Eight tasks, of which the third does something else first. */
    private Started job(String third) throws Exception {
        return mh.start(
                "run",
                "--name",
                "killer",
                "--resources",
                "far=1",
                "--each",
                "1..8",
                "--",
                "sh",
                "-c",
                "if test $1 = 3; then " + third + "\nfi; echo done-$1",
                "x",
                "{}");
    }

    @Test
    void shouldFailATaskThatKillsThreeNodesAndRunTheOthers() throws Exception {
        String token = upAndToken();
        for (int number = 1; number <= WORKERS; number++) {
            join(token, "w" + number);
        }
        Ended run = job(KILL_THE_NODE).ended();
        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(run.lines())
                .isEqualTo(IntStream.rangeClosed(1, 8)
                        .filter(task -> task != 3)
                        .mapToObj(task -> "done-" + task)
                        .toList());
        assertThat(workers.stream().filter(Started::isAlive)).hasSize(1);
        assertThat(mh.run("job", "killer").exits(0).out()).contains("poison", "was running when these nodes died: w");
        assertThat(mh.run("tasks", "killer").exits(0).out()).contains("poison");
        String why = mh.run("why", "killer.3").exits(0).out();
        assertThat(why).contains("task 3 failed as poison: it was running when node w", "mh retry");
        assertThat(mh.run("why", "killer.4").exits(0).out()).contains("succeeded");
        assertThat(mh.run("logs", "killer.3").saysNothingInternal().err()).contains("task 3 of step", "left nothing");
        assertThat(Objects.requireNonNull(control).isAlive()).isTrue();
    }

    @Test
    void shouldSuspectNothingThatRanOnANodeWhichWasStopped() throws Exception {
        String token = upAndToken();
        join(token, "w1");
        Started run = job("echo $MH_NODE >>starts; until test -e go; do sleep 0.05; done");
        Until.holds("it runs", () -> mh.lines("starts").equals(List.of("w1")));
        join(token, "w2");
        workers.getFirst().terminate();
        Until.holds("it runs elsewhere", () -> mh.lines("starts").equals(List.of("w1", "w2")));
        mh.file("go");
        assertThat(run.ended().exits(0).lines()).hasSize(8);
        assertThat(mh.run("events").exits(0).out()).doesNotContain("running when node");
    }
}
