package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What one task does to its surroundings, the next one does not see; and it gets no more than it may. */
final class ContainmentIT {
    @RegisterExtension
    final Mh mh = new Mh();

    @Test
    void shouldKillATaskAboveItsMemory() throws Exception {
        mh.run("run", "--resources", "memory=32M", "--", "sh", "-c", greedy())
                .exits(137)
                .saysOneSentence("out of memory", "resources");
        mh.run("run", "--resources", "memory=1G", "--", "sh", "-c", "echo fits").exits(0);
        assertThat(mh.run("why", "last").exits(0).out()).doesNotContain("oom");
    }

    @Test
    void shouldNameMemoryAsTheReasonOfOneOfMany() throws Exception {
        String script = "[ $1 = 1 ] || exit 0; " + greedy();
        mh.run("run", "--resources", "memory=32M", "--each", "1..3", "--", "sh", "-c", script, "x", "{}")
                .exits(1)
                .saysOneSentence("1 of 3 tasks", "oom", "task 1");
    }

    @Test
    void shouldGiveTheNextTaskItsDirectoriesWhateverTheLastDidToThem() throws Exception {
        mh.file("data/input.txt", "whole");
        String vandal = "echo more >>data/input.txt; chmod 0 data; rm -rf \"$TMPDIR\"; echo x >\"$TMPDIR\"; "
                + "mkdir -p \"$MH_OUT/deep/er\"; chmod 0 \"$MH_OUT/deep\"; rm -rf \"$MH_IN\"; cd ..; mv work elsewhere; exit 1";
        String check = "test \"$(cat data/input.txt)\" = whole && test -z \"$(ls -A \"$MH_OUT\")\""
                + " && test -z \"$(ls -A \"$TMPDIR\")\" && test -d \"$MH_IN\" && test \"$(ls)\" = data";
        String script = "if [ $(($1 % 2)) = 1 ]; then " + vandal + "; else " + check + "; fi";
        mh.run("run", "--at-most", "1", "--in", "data/", "--each", "1..6", "--", "sh", "-c", script, "x", "{}")
                .exits(1)
                .saysOneSentence("3 of 6 tasks");
        assertThat(mh.work().resolve("data/input.txt")).hasContent("whole");
        assertThat(mh.run("tasks", "last:failed", "-o", "ids").exits(0).lines()).hasSize(3);
        assertThat(mh.run("tasks", "last:succeeded").exits(0).lines()).hasSize(4);
    }

    @Test
    void shouldEndAStormOfForksWithItsTask() throws Exception {
        String storm = "f() { [ $1 = 0 ] || { f $(($1 - 1)) & f $(($1 - 1)) & }; sleep 1000; }; f 6 & "
                + "while [ ! -e go ]; do sleep 0.05; done";
        Started run = mh.start("run", "--timeout", "4s", "--", "sh", "-c", storm);
        run.ended().exits(124).saysOneSentence("timed out");
        assertThat(mh.run("run", "echo", "next").exits(0).out()).isEqualTo("next\n");
    }

    @Test
    void shouldCutAGigabyteOfOutputAtItsLimit() throws Exception {
        mh.run("run", "--output-limit", "10M", "--", "sh", "-c", "head -c 1000000000 /dev/zero")
                .exits(1)
                .saysOneSentence("output limit");
        try (Stream<Path> kept = Files.walk(mh.data())) {
            assertThat(kept.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum())
                    .isLessThan(100L << 20);
        }
    }

    /** Holds 200 MB in one process; the shell is not to tell of its end. */
    private static String greedy() {
        return "exec 2>/dev/null; head -c 250000000 /dev/zero | tail -c 200000000 | wc -c";
    }
}
