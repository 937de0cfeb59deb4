package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Items that come while the job runs. */
final class OpenListIT {
    @RegisterExtension
    final Mh mh = new Mh();

    @Test
    void shouldRunTheFirstItemBeforeTheLastHasCome() throws Exception {
        Ended ended = mh.shell("(echo a; until test -e seen; do sleep 0.05; done; echo b)"
                        + " | mh run --each - -- sh -c 'echo $1; test $1 = b || touch seen' x {}")
                .exits(0);
        assertThat(ended.lines()).containsExactly("a", "b");
    }

    @Test
    void shouldRunEveryItemOfManyBatchesOnceAndInOrder() throws Exception {
        Ended ended = mh.shell("(i=0; while [ $i -lt 90 ]; do echo $i; i=$((i + 1)); sleep 0.06; done)"
                        + " | mh run --each - -- echo")
                .exits(0);
        assertThat(ended.lines())
                .isEqualTo(IntStream.range(0, 90).mapToObj(Integer::toString).toList());
    }

    @Test
    void shouldFollowItemByItemAndWaitForTheEndOfTheList() throws Exception {
        mh.file(
                "three.yaml",
                "steps:",
                "  a: {each: '-', run: [sh, -c, 'echo $1 > $MH_OUT/f', x, '{}']}",
                "  b: {after: {a: each}, run: [sh, -c, 'cat $1/f; touch ran-$(cat $1/f)', x, '{in.a}']}",
                "  c: {after: b, run: [echo, all]}");
        Ended ended = mh.shell("(echo one; until test -e ran-one; do sleep 0.05; done; echo two) | mh run three.yaml")
                .exits(0);
        assertThat(ended.lines()).containsExactly("one", "two", "all");
    }

    @Test
    void shouldEndWithAnEmptyList() throws Exception {
        Ended ended = mh.shell("sleep 2 | mh run --each - -- echo").exits(0);
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void shouldCancelTheJobWhenALaterItemCannotBeOne() throws Exception {
        mh.shell("(echo x; until test -e seen; do sleep 0.05; done; printf 'y\\0\\n')"
                        + " | mh run --each - -- sh -c 'touch seen' x {}")
                .exits(121)
                .saysOneSentence("cancelled", "item 2 of standard input", "NUL");
    }

    @Test
    void shouldKeepTheListOpenWhenWhoGaveItIsGone() throws Exception {
        var _ = mh.up();
        try (RandomAccessFile items = new RandomAccessFile(mh.pipe("items").toFile(), "rw")) {
            String script = "echo $1; touch seen";
            Started giver = mh.start("run", "--name", "left", "--each", "-", "--", "sh", "-c", script, "x", "{}");
            items.writeBytes("a\n");
            Until.holds("the first item ran", () -> Files.exists(mh.work().resolve("seen")));
            giver.kill();
        }
        assertThat(mh.run("why", "left").exits(0).out()).contains("list of items is open, 1 so far");
        Started attached = mh.start("attach", "left");
        Until.holds("the output so far", () -> attached.outSoFar().equals("a\n"));
        Until.holds(
                "who gave the items is known to be gone",
                () -> attached.errSoFar().contains("mh set"));
        assertThat(mh.run("why", "left").exits(0).out()).contains("is gone", "--close");
        mh.run("set", "left", "--close").exits(0);
        attached.ended().exits(0);
        mh.run("set", "left", "--close").exits(120).saysOneSentence("has already ended");
    }
}
