package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is on the stores of three control nodes: on two of them at least, and read from whichever has it. */
final class CopiesIT extends ThreeControls {
    private static final List<String> CONTROLS = List.of("c1", "c2", "c3");

    private static final Pattern TWO_OK = Pattern.compile("running +3 +2 ");

    /** What a job wrote that has inputs and large outputs. */
    private List<String> results() throws Exception {
        Files.writeString(mh.work().resolve("in.txt"), "in\n");
        List<String> out = mh.run(
                        "run",
                        "--data",
                        data("w"),
                        "--resources",
                        "far=1",
                        "--in",
                        "in.txt",
                        "--each",
                        "1..4",
                        "--",
                        "sh",
                        "-c",
                        "cat in.txt; head -c 1500000 /dev/urandom | base64 -w0 | fold -w 100 | tail -n 9000; echo $1",
                        "x",
                        "{}")
                .exits(0)
                .lines();
        assertThat(out).hasSizeGreaterThan(30_000);
        return out;
    }

    private Ended output(String node) throws Exception {
        return mh.run("logs", "last", "--data", data(node)).exits(0);
    }

    private void forget(String node) throws Exception {
        kill(node);
        delete(Path.of(data(node)));
    }

    @Test
    void shouldReadResultsWhicheverNodeIsGone() throws Exception {
        three();
        worker();
        List<String> results = results();
        for (String gone : CONTROLS) {
            kill(gone);
            for (String left : CONTROLS) {
                if (!left.equals(gone)) {
                    assertThat(output(left).lines()).isEqualTo(results);
                }
            }
            again(gone);
            isUp(gone);
        }
    }

    @Test
    void shouldMakeCopiesAnewForANodeThatIsGoneForGood() throws Exception {
        three();
        worker();
        List<String> results = results();
        forget("c3");
        mh.run("node", "remove", "c3", "--data", data("c1")).exits(0);
        control("c4");
        Until.holds("three again", () -> rows("c2", "up").containsKey("c4"));
        Until.holds(
                "all copies are made",
                () -> mh.run("doctor", "--data", data(leader("c1")))
                        .out()
                        .contains("2 copies of each on 3 control nodes"));
        forget("c2");
        assertThat(output("c4").lines()).isEqualTo(results);
        assertThat(output("c1").lines()).isEqualTo(results);
    }

    @Test
    void shouldReadAnotherCopyOfWhatIsDamaged() throws Exception {
        three();
        worker();
        List<String> results = results();
        damageAll("c1");
        assertThat(output("c1").lines()).isEqualTo(results);
        Until.holds("the damaged copies are made anew", () -> log("c1").contains("was made anew"));
        forget("c2");
        assertThat(output("c3").lines()).isEqualTo(results);
    }

    /** One bit in each segment of the store. */
    private void damageAll(String node) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(data(node), "store"))) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                if (Files.size(each) > 500_000) {
                    flip(each, Files.size(each) / 2);
                }
            }
        }
    }

    private static void flip(Path file, long position) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(position);
            int was = open.read();
            open.seek(position);
            open.write(was ^ 1);
        }
    }

    @Test
    void shouldMakeAgainWhatNoCopyIsLeftOf() throws Exception {
        three();
        worker();
        Started run = job("echo $1 >>starts; test $1 = 3 && until test -e go; do sleep 0.05; done; echo done-$1", 3);
        Until.holds(
                "two are committed",
                () -> TWO_OK.matcher(mh.run("job", "last", "--data", data("c1")).out())
                        .find());
        for (String each : CONTROLS) {
            kill(each);
            delete(Path.of(data(each), "store"));
        }
        for (String each : CONTROLS) {
            again(each);
        }
        for (String each : CONTROLS) {
            isUp(each);
        }
        Until.holds("the lost ones are made again", () -> mh.lines("starts").size() >= 5);
        Files.createFile(mh.work().resolve("go"));
        assertThat(run.ended().exits(0).lines()).containsExactly("done-1", "done-2", "done-3");
        assertThat(mh.run("events", "--data", data("c1")).exits(0).out()).contains("lost their results");
    }
}
