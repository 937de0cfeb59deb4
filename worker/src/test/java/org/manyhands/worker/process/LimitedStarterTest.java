package org.manyhands.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.manyhands.worker.process.Outcome.Exited;
import org.manyhands.worker.process.Outcome.NotStarted;
import org.manyhands.worker.process.Outcome.Reason;
import org.manyhands.worker.process.Outcome.Signalled;
import org.manyhands.worker.process.Outcome.Stopped;

/** With and without a limit, everything that is promised of a starter holds; and above its memory a task is killed. */
final class LimitedStarterTest extends ProcessStarterContract {
    private static final long LIMIT_BYTES = 32L << 20;
    /** Reads 200 MB into one string of the shell's command substitution. */
    private static final String GREEDY = "x=$(head -c 200000000 /dev/zero | tr '\\0' a); echo ${#x}";

    @Override
    ProcessStarter open() throws Exception {
        return LimitedStarter.over(PosixSpawnStarter.open());
    }

    @Test
    void shouldSayThatLimitsAreKept() {
        assertThat(starter.containment().sentence()).contains("Memory limits are kept by control groups");
    }

    @Test
    void shouldKillWhatUsesMoreThanItMay() {
        Exit exit = TaskRun.on(slot).memoryBytes(LIMIT_BYTES).sh(GREEDY).exit();
        assertThat(exit.outcome()).isInstanceOf(Stopped.class);
        assertThat(((Stopped) exit.outcome()).reason()).isEqualTo(Reason.OUT_OF_MEMORY);
        assertThat(exit.survivors()).isZero();
    }

    @Test
    void shouldFailATaskThatMadeLightOfTheDeathOfItsChild() {
        Exit exit = TaskRun.on(slot)
                .memoryBytes(LIMIT_BYTES)
                .sh("sh -c \"" + GREEDY.replace("$", "\\$") + "\"; exit 0")
                .exit();
        assertThat(exit.outcome()).isEqualTo(new Stopped(Reason.OUT_OF_MEMORY, 0, 0));
    }

    @Test
    void shouldNotBlameTheNextTaskForTheLastOne() {
        var _ = TaskRun.on(slot).memoryBytes(LIMIT_BYTES).sh(GREEDY);
        assertThat(TaskRun.on(slot).memoryBytes(LIMIT_BYTES).run("true").exit().ok())
                .isTrue();
        assertThat(TaskRun.on(slot)
                        .memoryBytes(LIMIT_BYTES)
                        .sh("kill -KILL $$")
                        .exit()
                        .outcome())
                .isEqualTo(new Signalled(9));
        assertThat(TaskRun.on(slot).memoryBytes(LIMIT_BYTES).sh("exit 3").exit().outcome())
                .isEqualTo(new Exited(3));
    }

    @Test
    void shouldCountThePageCacheOfOneTaskAgainstNoOther() {
        Path file = scratch.resolve("big");
        assertThat(TaskRun.on(slot)
                        .memoryBytes(256L << 20)
                        .sh("head -c 100000000 /dev/zero >" + file)
                        .exit()
                        .ok())
                .isTrue();
        assertThat(TaskRun.on(slot).memoryBytes(4L << 20).run("true").exit().ok())
                .isTrue();
    }

    @Test
    void shouldGiveALimitedTaskItsOwnWords() {
        TaskRun run = TaskRun.on(slot).memoryBytes(LIMIT_BYTES).in(scratch.toString());
        assertThat(run.run("printf", "[%s]", "a b", "$HOME", "'", "").outputText())
                .isEqualTo("[a b][$HOME]['][]");
        assertThat(run.run("pwd").outputText()).isEqualTo(scratch + "\n");
        assertThat(run.run("no-such-command").exit().outcome()).isInstanceOf(NotStarted.class);
    }

    @Test
    void shouldLeaveNoGroupBehind() throws Exception {
        var _ = TaskRun.on(slot).memoryBytes(LIMIT_BYTES).run("true");
        String sentence = starter.containment().sentence();
        Path parent = Path.of(sentence.replaceAll("(?s).* below (/.*)\\.$", "$1"));
        assertThat(groups(parent)).isNotEmpty();
        slot.close();
        assertThat(groups(parent)).isEmpty();
        slot = starter.openSlot();
    }

    private static List<Path> groups(Path parent) throws Exception {
        String prefix = "manyhands-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> there = Files.list(parent)) {
            return there.filter(path -> path.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }
}
