package org.manyhands.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.manyhands.worker.process.Outcome.NotStarted;
import org.manyhands.worker.process.Outcome.Signalled;

class PosixSpawnStarterTest extends ProcessStarterContract {
    /** 32 and 33, which nobody else can use. */
    private static final long SIGNALS_OF_THE_C_LIBRARY = 0x180000000L;

    @Override
    ProcessStarter open() throws Exception {
        return PosixSpawnStarter.open();
    }

    @Test
    void shouldTellDeathBySignal() {
        assertThat(TaskRun.on(slot).sh("kill -KILL $$").exit().outcome()).isEqualTo(new Signalled(9));
        assertThat(TaskRun.on(slot).sh("kill -SEGV $$").exit().outcome()).isEqualTo(new Signalled(11));
    }

    @Test
    void shouldTellCpuTimeAndMemory() {
        Usage usage = TaskRun.on(slot)
                .sh(
                        "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; head -c 850000000 /dev/zero | tail -c 800000000 | wc -c")
                .exit()
                .usage();
        assertThat(usage.userMicros()).isPositive().isLessThan(180_000_000);
        assertThat(usage.systemMicros()).isNotNegative();
        assertThat(usage.maxRssBytes()).isGreaterThan(700_000_000L).isLessThan(2_000_000_000L);
    }

    @Test
    void shouldNotTakeItsOwnMemoryForThatOfATask() {
        assertThat(TaskRun.on(slot).run("true").exit().usage().maxRssBytes()).isEqualTo(Usage.UNKNOWN);
    }

    @Test
    void shouldGiveEachTaskItsOwnSessionAndDefaultSignals() {
        String stat = TaskRun.on(slot).run("cat", "/proc/self/stat").outputText();
        int pid = Integer.parseInt(stat.substring(0, stat.indexOf(' ')));
        ProcessEntry entry = Objects.requireNonNull(ProcTable.parse(pid, stat));
        assertThat(entry.session()).isEqualTo(pid);
        String status =
                TaskRun.on(slot).run("grep", "^Sig[BI]", "/proc/self/status").outputText();
        long blocked = Long.parseLong(status.split("\\s", -1)[1], 16);
        long ignored = Long.parseLong(status.split("\\s", -1)[3], 16);
        assertThat(blocked).isZero();
        assertThat(ignored & ~SIGNALS_OF_THE_C_LIBRARY).isZero();
    }

    @Test
    void shouldExplainMissingInterpreter() throws Exception {
        Path file = script("odd", "#!/no/such/interpreter\n");
        NotStarted reason = notStarted(TaskRun.on(slot).run(file.toString()));
        assertThat(reason.code()).isEqualTo(127);
        assertThat(reason.sentence()).contains(file.toString(), "interpreter");
    }

    @Test
    void shouldExplainTooLongArguments() {
        NotStarted reason = notStarted(TaskRun.on(slot).run("true", "x".repeat(3_000_000)));
        assertThat(reason.code()).isEqualTo(126);
        assertThat(reason.sentence()).contains("too long");
    }

    @Test
    void shouldKeepTheFirstWordAsGiven() {
        assertThat(TaskRun.on(slot).run("cat", "/proc/self/cmdline").outputText())
                .isEqualTo("cat\0/proc/self/cmdline\0");
    }

    @Test
    void shouldEndLeftOverThatHidesCompletely() throws Exception {
        Path pid = scratch.resolve("pid");
        Exit exit = TaskRun.on(slot)
                .sh("(env -i setsid sh -c 'echo $$ >" + pid + ".new; mv " + pid + ".new " + pid
                        + "; exec sleep 1000' &) ; while [ ! -e " + pid + " ]; do sleep 0.01; done")
                .exit();
        assertThat(exit.ok()).isTrue();
        assertThat(Processes.lives(Long.parseLong(Files.readString(pid).strip())))
                .isFalse();
    }

    @Test
    void shouldLeaveOrphansOfOtherTasksAlone() throws Exception {
        Path pid = scratch.resolve("daemon");
        CancelHandle cancel = new CancelHandle();
        Thread other = Thread.ofPlatform().start(() -> {
            try (Slot second = starter.openSlot()) {
                TaskRun.on(second)
                        .cancelledBy(cancel)
                        .sh("(env -i setsid sh -c 'echo $$ >" + pid + ".new; mv " + pid + ".new " + pid
                                + "; exec sleep 1000' &) ; sleep 1001");
            }
        });
        Processes.await("the daemon of the other task", () -> Files.exists(pid));
        long daemon = Long.parseLong(Files.readString(pid).strip());
        for (int i = 0; i < 20; i++) {
            assertThat(TaskRun.on(slot).sh("sleep 1000 & exit 0").exit().ok()).isTrue();
        }
        assertThat(Processes.lives(daemon)).isTrue();
        cancel.cancel();
        other.join();
        assertThat(Processes.lives(daemon)).isFalse();
    }

    @Test
    void shouldLeaveNoZombieOfOrphans() {
        for (int i = 0; i < 20; i++) {
            TaskRun.on(slot).sh("(sleep 0.001 &) ; (setsid true &) ; sleep 1000 & exit 0");
        }
        long self = ProcessHandle.current().pid();
        assertThat(new ProcTable().all().stream().filter(entry -> entry.parent() == self && entry.zombie()))
                .isEmpty();
    }

    @Test
    void shouldEndProcessesThatForkFasterThanTheyCanBeLookedAt() throws Exception {
        String key = "comet-" + System.nanoTime();
        Path second = scratch.resolve("second");
        Path comet = script(
                "comet",
                "#!/bin/sh\nif [ -e " + scratch.resolve("first") + " ]; then : >" + second + "; else : >"
                        + scratch.resolve("first") + "; fi\n\"$0\" & exit\n");
        CancelHandle cancel = new CancelHandle();
        TaskRun run = TaskRun.on(slot).env("MH_KEY", key).cancelledBy(cancel).limits(0, 100);
        TaskRun.Result cancelled =
                cancelWhen(cancel, () -> Files.exists(second), () -> run.sh(comet + " & sleep 1000"));
        assertThat(cancelled.exit().survivors()).isZero();
        TaskRun.Result left = TaskRun.on(slot).env("MH_KEY", key).sh(comet + " & exit 0");
        assertThat(left.exit().ok()).isTrue();
        assertThat(left.exit().survivors()).isZero();
        for (int i = 0; i < 10; i++) {
            assertThat(Processes.marked("MH_KEY=" + key)).isEmpty();
        }
    }

    @Test
    void shouldLeakNoDescriptor() throws Exception {
        TaskRun.on(slot).run("true");
        long before = openDescriptors();
        for (int i = 0; i < 50; i++) {
            TaskRun.on(slot).run("true");
            TaskRun.on(slot).run("no-such-command");
            TaskRun.on(slot).run("/no/such/file");
        }
        assertThat(openDescriptors()).isLessThanOrEqualTo(before + 5);
    }

    private static long openDescriptors() throws Exception {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        }
    }

    @Test
    void shouldSayThatItContainsEverything() {
        assertThat(starter.containment().complete()).isTrue();
    }
}
