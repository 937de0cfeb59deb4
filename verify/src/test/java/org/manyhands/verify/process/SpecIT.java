package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Job files: several steps and their files, and what is said of a file that is wrong. */
final class SpecIT {
    @RegisterExtension
    final Mh mh = new Mh();

    private void threeSteps() throws Exception {
        mh.file(
                "sums.yaml",
                "name: sums",
                "steps:",
                "  make:",
                "    each: 1..5",
                "    run: [sh, -c, 'echo $1 >\"$MH_OUT/number\"; echo made $1', x, '{}']",
                "  double:",
                "    after: {make: each}",
                "    run: [sh, -c, 'echo $(($(cat \"$1\"/*) * 2)) >\"$2/double-$3\"', x, '{in.make}', '{out}', '{}']",
                "  sum:",
                "    after: double",
                "    run: [sh, -c, 'cat \"$1\"/* | sort -n >\"$2/all.txt\"', x, '{in.double}', '{out}']",
                "result: sum");
    }

    @Test
    void shouldRunStepAfterStepAndBringTheResult() throws Exception {
        threeSteps();
        Ended ended = mh.run("run", "sums.yaml").exits(0);
        assertThat(ended.lines()).isEqualTo(List.of("made 1", "made 2", "made 3", "made 4", "made 5"));
        assertThat(ended.err()).contains("sums.out/all.txt");
        assertThat(Files.readAllLines(mh.work().resolve("sums.out/all.txt")))
                .isEqualTo(List.of("2", "4", "6", "8", "10"));
        assertThat(names(mh.work().resolve("sums.out"))).isEqualTo(List.of("all.txt"));
    }

    @Test
    void shouldBringTheResultWhereAsked() throws Exception {
        threeSteps();
        mh.run("run", "--to", "else/where", "sums.yaml").exits(0);
        assertThat(names(mh.work().resolve("else/where"))).isEqualTo(List.of("all.txt"));
        assertThat(mh.work().resolve("sums.out")).doesNotExist();
        mh.run("get", "last", "--to", "again").exits(0);
        assertThat(names(mh.work().resolve("again"))).isEqualTo(List.of("all.txt"));
        mh.run("get", "last.double.2-3", "--to", "some").exits(0);
        assertThat(names(mh.work().resolve("some"))).isEqualTo(List.of("double-2", "double-3"));
    }

    @Test
    void shouldNotRunWhatComesAfterAFailure() throws Exception {
        mh.file(
                "broken.yaml",
                "steps:",
                "  first: {each: 1..3, run: [sh, -c, 'exit $(($1 - 1))', x, '{}']}",
                "  second: {after: first, run: [touch, ran]}");
        mh.run("run", "broken.yaml").exits(1).saysOneSentence("first");
        assertThat(mh.work().resolve("ran")).doesNotExist();
    }

    @Test
    void shouldRunInAFreshDirectoryWithDeclaredInputs() throws Exception {
        mh.file("data/input.txt", "hello");
        mh.file("other.txt", "not declared");
        Ended ended = mh.run(
                        "run",
                        "--in",
                        "data/",
                        "--",
                        "sh",
                        "-c",
                        "cat data/input.txt; ls; echo changed >data/input.txt")
                .exits(0);
        assertThat(ended.lines()).isEqualTo(List.of("hello", "data"));
        assertThat(Files.readString(mh.work().resolve("data/input.txt"))).isEqualTo("hello\n");
    }

    @Test
    void shouldRunAScriptByItsOwnOptions() throws Exception {
        mh.file("work.sh", "#!/bin/sh", "#MH --each 1..3 --name 'my work'", "echo \"item $1 $X\"");
        assertThat(mh.run("run", "work.sh").exits(0).lines()).isEqualTo(List.of("item 1 ", "item 2 ", "item 3 "));
        assertThat(mh.run("jobs").exits(0).out()).contains("my work");
        assertThat(mh.run("run", "--each", "7..8", "--env", "X=y", "work.sh")
                        .exits(0)
                        .lines())
                .isEqualTo(List.of("item 7 y", "item 8 y"));
        mh.file("wrong.sh", "#!/bin/sh", "#MH --eech 1..3", "true");
        mh.run("run", "wrong.sh").exits(120);
    }

    @Test
    void shouldPrintAJobAsAFileThatIsTheSameJob() throws Exception {
        Ended printed = mh.run("plan", "--print-spec", "--each", "1..3", "--retry", "2", "--", "echo", "a b", "{}")
                .exits(0);
        mh.file("printed.yaml", printed.lines().toArray(String[]::new));
        assertThat(mh.run("run", "printed.yaml").exits(0).lines()).isEqualTo(List.of("a b 1", "a b 2", "a b 3"));
        assertThat(mh.run("plan", "--print-spec", "printed.yaml").exits(0).out())
                .isEqualTo(printed.out());
    }

    @Test
    void shouldSayWhyNothingCanRunIt() throws Exception {
        var _ = mh.up();
        mh.run("submit", "--resources", "cpu=99", "--", "true").exits(0);
        Ended why = mh.run("why", "last").exits(0);
        int cores = Runtime.getRuntime().availableProcessors();
        assertThat(why.lines()).as("%s", why).hasSize(1);
        assertThat(why.out()).contains("cpu", "99", Integer.toString(cores));
    }

    @Test
    void shouldSayWhyNothingRunsIt() throws Exception {
        mh.run("submit", "--", "true").exits(0);
        assertThat(mh.run("why", "last").exits(0).out()).contains("no node is running");
    }

    @Test
    void shouldSayWhereASpecIsWrong() throws Exception {
        wrong("bad.yaml:4:5", "colour", "steps:", "  a:", "    run: ['true']", "    colour: red");
        wrong(
                "bad.yaml:5:14",
                "circle",
                "steps:",
                "  a:",
                "    {after: b, run: ['true']}",
                "  b:",
                "    {after: [a], run: ['true']}");
        wrong("bad.yaml:2:14", "'c'", "steps:", "  a: {after: c, run: ['true']}");
        wrong("bad.yaml:2:16", "at_most", "steps:", "  a: {at_most: many, run: ['true']}");
        wrong("bad.yaml:2:12", "'run'", "steps:", "  a: {run: {b: c}}");
        wrong("bad.yaml:1:8", "steps", "steps: 3");
        wrong("bad.yaml:1:1", "list", "[1, 2]");
        wrong("bad.yaml:3:", "YAML", "steps:", "  a: {run: ['true'", "  b: ]");
        wrong("bad.yaml:2:", "nope", "steps:", "  a: {run: [echo, '{nope}']}");
    }

    @Test
    void shouldSayThatAFileIsNoSpec() throws Exception {
        byte[] rubbish = new byte[4_000];
        new Random(1).nextBytes(rubbish);
        Files.write(mh.work().resolve("bad.yaml"), rubbish);
        mh.run("run", "bad.yaml").exits(120).saysOneSentence("bad.yaml:1:", "not a job file");
        Files.write(mh.work().resolve("bad.yaml"), new byte[0]);
        mh.run("run", "bad.yaml").exits(120).saysOneSentence("bad.yaml", "empty");
        Files.createDirectory(mh.work().resolve("dir.yaml"));
        mh.run("run", "dir.yaml").exits(120).saysOneSentence("dir.yaml", "directory");
        mh.run("run", "none.yaml").exits(120).saysOneSentence("none.yaml", "does not exist");
    }

    @Test
    void shouldReadTheJobFromStandardInput() throws Exception {
        Ended ended = mh.stdin("run: [echo, 'n{}']\neach: 1..2\n").run("run", "-f", "-");
        assertThat(ended.exits(0).lines()).isEqualTo(List.of("n1", "n2"));
        mh.stdin(new byte[] {'r', 0, (byte) 0xff})
                .run("run", "-f", "-")
                .exits(120)
                .saysOneSentence("stdin:1:2", "binary");
        mh.stdin("run: ls\neach: '-'\n")
                .run("run", "-f", "-")
                .exits(120)
                .saysOneSentence("which the job file came from");
    }

    @Test
    void shouldRunOverTheBlocksOfAFile() throws Exception {
        mh.file("lines", "a", "b", "c", "d", "e");
        mh.shell("gzip -k lines").exits(0);
        for (String file : List.of("lines", "lines.gz")) {
            Ended ended = mh.run("run", "--split", file, "--lines", "2", "--", "sh", "-c", "echo $MH_ITEM; cat");
            assertThat(ended.exits(0).lines()).isEqualTo(List.of("1", "a", "b", "2", "c", "d", "3", "e"));
        }
        assertThat(mh.run("run", "--split", "lines", "--block", "4", "--", "head", "-1")
                        .exits(0)
                        .lines())
                .isEqualTo(List.of("a", "c", "e"));
        mh.run("run", "--split", "none", "--", "cat").exits(120).saysOneSentence("does not exist");
    }

    @Test
    void shouldGatherInTheOrderOfItems() throws Exception {
        mh.file(
                "gather.yaml",
                "steps:",
                "  map: {each: 1..12, run: [echo, 'n{}']}",
                "  joined: {gather: map, run: [tr, '\\n', ' ']}",
                "  files: {gather: {step: map, as: dir}, after: joined, run: 'echo; ls {gather} | tail -1; cat {gather}/000011'}",
                "  list: {gather: {step: map, as: list}, after: files, run: 'head -2 {gather} | xargs cat'}");
        assertThat(mh.run("run", "gather.yaml").exits(0).lines())
                .isEqualTo(List.of("n1 n2 n3 n4 n5 n6 n7 n8 n9 n10 n11 n12 ", "000012", "n11", "n1", "n2"));
        mh.file("numbers", "1", "2", "3", "4", "5");
        assertThat(mh.run("run", "--split", "numbers", "--lines", "2", "--gather", "sort -rn", "--", "cat")
                        .exits(0)
                        .lines())
                .isEqualTo(List.of("5", "4", "3", "2", "1"));
    }

    @Test
    void shouldPutFilesIntoTheirPlace() throws Exception {
        mh.file("shared/f1", "old");
        mh.run("run", "--each", "1..3", "--out", "shared", "--", "sh", "-c", "echo $1 >$MH_OUT/f$1", "x", "{}")
                .exits(0);
        assertThat(names(mh.work().resolve("shared"))).isEqualTo(List.of("f1", "f2", "f3"));
        assertThat(mh.work().resolve("shared/f1")).hasContent("1");
        assertThat(mh.work().resolve("sh.out")).doesNotExist();
        mh.run("run", "--out", "no/such", "--", "sh", "-c", "touch $MH_OUT/x")
                .exits(1)
                .saysOneSentence("no/such' cannot be made", "create it");
        mh.run("run", "--out", "shared", "--", "sh", "-c", "echo bad >$MH_OUT/f1; exit 3")
                .exits(3);
        assertThat(mh.work().resolve("shared/f1"))
                .as("a failed task puts nothing")
                .hasContent("1");
    }

    @Test
    void shouldRunEveryCombination() throws Exception {
        Ended ended = mh.run("run", "--matrix", "size=1..2", "--matrix", "color=a,b", "--", "echo", "{size}{2}", "{}");
        assertThat(ended.exits(0).lines()).isEqualTo(List.of("1a 1\ta", "1b 1\tb", "2a 2\ta", "2b 2\tb"));
        mh.run("run", "--matrix", "color=a,b", "--", "echo", "{colour}")
                .exits(120)
                .saysOneSentence("did you mean {color}");
    }

    private void wrong(String place, String word, String... lines) throws Exception {
        mh.file("bad.yaml", lines);
        mh.run("run", "bad.yaml").exits(120).saysOneSentence(place, word);
    }

    private static List<String> names(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
