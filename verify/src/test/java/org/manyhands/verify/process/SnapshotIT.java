package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A control node was away for so long that the others have no log any more of what it missed. */
final class SnapshotIT extends ThreeControls {
    private static final Pattern SEGMENT = Pattern.compile("log_(?:inprogress_)?(\\d+).*");
    private static final int JOBS_MAX = 30;

    /** Of the command of a job, which is in the log: a few of them fill a segment. */
    private static final int WORD_BYTES = 40_000;

    /** Where the segments begin that a node still has of the log. */
    private List<Long> segments(String node) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(data(node), "log"))) {
            return files.map(file -> SEGMENT.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(segment -> Long.parseLong(segment.group(1)))
                    .sorted()
                    .toList();
        }
    }

    /** To whom a control node hands its leadership when it is stopped: the first of the others in its book. */
    private String heir(String leader) throws IOException {
        return Files.readAllLines(Path.of(data(leader), "identity/control")).stream()
                .flatMap(line -> addresses.entrySet().stream()
                        .filter(each -> line.endsWith(" " + each.getValue()))
                        .map(java.util.Map.Entry::getKey))
                .filter(each -> !each.equals(leader))
                .findFirst()
                .orElseThrow();
    }

    private String asked(String node, String... words) throws Exception {
        String[] all =
                Stream.concat(Stream.of(words), Stream.of("--data", data(node))).toArray(String[]::new);
        return mh.run(all).exits(0).out();
    }

    @Test
    void shouldGoOnFromASnapshot() throws Exception {
        mh.env("JDK_JAVA_OPTIONS", "-Dmh.log.snapshot_entries=20 -Dmh.log.segment_bytes=65536");
        three();
        String leader = leader("c1");
        String away = heir(leader);
        kill(away);
        long reached = segments(leader).getLast();
        for (int jobs = 0; segments(leader).getFirst() <= reached; jobs++) {
            assertThat(jobs)
                    .as("jobs after which what it missed is still in the log")
                    .isLessThan(JOBS_MAX);
            mh.run("run", "--data", data(leader), "--", "sh", "-c", "echo done", "x".repeat(WORD_BYTES))
                    .exits(0);
        }
        again(away);
        isUp(away);
        Until.holds("three control nodes", () -> rows(leader, "up").size() == 3);
        String jobs = asked(leader, "jobs");
        running(leader).terminate();
        running(leader).ended().exits(0);
        running.remove(leader);
        assertThat(log(leader)).contains("leads from here on");
        Until.holds("it leads", () -> log(away).contains("This control node leads"));
        assertThat(asked(away, "jobs")).isEqualTo(jobs);
        assertThat(mh.run("events", "--data", data(away)).exits(125).err())
                .as("what it has no history of")
                .contains("is lost; all else is told");
        again(leader);
        isUp(leader);
        assertThat(mh.run("run", "--data", data(leader), "echo", "on").exits(0).out())
                .isEqualTo("on\n");
    }
}
