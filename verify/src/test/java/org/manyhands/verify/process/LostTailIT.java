package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The end of the log of one of three control nodes is not there any more: it has forgotten what it said, and must not say otherwise. */
final class LostTailIT extends ThreeControls {
    private static final int TASKS = 6;

    private Path lastSegment(String node) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(data(node), "log"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("log_inprogress_"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** So many bytes of entries; behind them are zeros, for entries to come. */
    private static void cut(Path segment, int bytes) throws IOException {
        byte[] all = Files.readAllBytes(segment);
        int end = all.length;
        while (all[end - 1] == 0) {
            end--;
        }
        try (RandomAccessFile open = new RandomAccessFile(segment.toFile(), "rw")) {
            open.setLength(end - bytes);
        }
    }

    @Test
    void shouldNotVoteAgainWithoutTheEndOfItsLog() throws Exception {
        three();
        worker();
        Started run = job("echo $1 >>starts; until test -e go; do sleep 0.05; done; echo done-$1", TASKS);
        Until.holds("two tasks run", () -> mh.lines("starts").size() == 2);
        String node = leader("w").equals("c3") ? "c2" : "c3";
        running(node).terminate();
        running(node).ended().exits(0);
        cut(lastSegment(node), 100);
        mh.run("up", "--data", data(node)).exits(125).saysOneSentence("its tail is lost", "mh node remove");
        Files.createFile(mh.work().resolve("go"));
        assertThat(run.ended().exits(0).lines())
                .isEqualTo(IntStream.rangeClosed(1, TASKS)
                        .mapToObj(task -> "done-" + task)
                        .toList());
        assertThat(mh.lines("starts")).as("each task started once").hasSize(TASKS);
        mh.run("node", "remove", node, "--data", data("c1")).exits(0);
        control("c4");
        Until.holds("three again", () -> rows("c1", "up").containsKey("c4"));
    }
}
