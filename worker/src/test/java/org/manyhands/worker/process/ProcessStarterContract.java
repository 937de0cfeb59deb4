package org.manyhands.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.worker.process.Outcome.Exited;
import org.manyhands.worker.process.Outcome.NotStarted;
import org.manyhands.worker.process.Outcome.Reason;
import org.manyhands.worker.process.Outcome.Stopped;

/** What every way to start processes has to keep. */
@Timeout(180)
abstract class ProcessStarterContract {
    private static final int MEGABYTE = 1 << 20;

    ProcessStarter starter;
    Slot slot;

    @TempDir
    Path scratch;

    abstract ProcessStarter open() throws Exception;

    @BeforeEach
    void openSlot() throws Exception {
        starter = open();
        slot = starter.openSlot();
    }

    @AfterEach
    void closeSlot() {
        slot.close();
        starter.close();
    }

    @Test
    void shouldTellExitCode() {
        for (int code : new int[] {0, 7, 255}) {
            Exit exit = TaskRun.on(slot).sh("exit " + code).exit();
            assertThat(exit.outcome()).isEqualTo(new Exited(code));
            assertThat(exit.ok()).isEqualTo(code == 0);
            assertThat(exit.survivors()).isZero();
        }
    }

    @Test
    void shouldKeepOutputAndErrorApart() {
        TaskRun.Result result = TaskRun.on(slot).sh("echo one; echo two >&2; echo three");
        assertThat(result.outputText()).isEqualTo("one\nthree\n");
        assertThat(result.errorText()).isEqualTo("two\n");
    }

    @Test
    void shouldCaptureLargeOutput() {
        TaskRun.Result result = TaskRun.on(slot)
                .sh("head -c " + 32 * MEGABYTE + " /dev/zero; head -c " + 3 * MEGABYTE + " /dev/zero >&2");
        assertThat(result.exit().ok()).isTrue();
        assertThat(result.output().size()).isEqualTo(32 * MEGABYTE);
        assertThat(result.error().size()).isEqualTo(3 * MEGABYTE);
    }

    @Test
    void shouldKeepWhatWasWrittenBeforeOutputIsReopenedByName() {
        assertThat(TaskRun.on(slot).sh("echo a; echo b >/dev/stdout; echo c").outputText())
                .isEqualTo("a\nb\nc\n");
    }

    @Test
    void shouldNotWaitForBackgroundChildThatHoldsTheOutput() {
        TaskRun.Result result = TaskRun.on(slot).sh("sleep 1000 & echo $!");
        assertThat(result.exit().ok()).isTrue();
        assertThat(result.exit().durationNanos())
                .isLessThan(Duration.ofSeconds(100).toNanos());
        assertThat(Processes.lives(Long.parseLong(result.outputText().strip()))).isFalse();
    }

    @Test
    void shouldEndWhenBackgroundChildNeverStopsWriting() {
        TaskRun.Result result = TaskRun.on(slot).sh("yes & echo $! >&2");
        assertThat(result.exit().ok()).isTrue();
        assertThat(Processes.lives(Long.parseLong(result.errorText().strip()))).isFalse();
    }

    @Test
    void shouldEndLeftOverChildThatIgnoresTerm() throws IOException {
        Path pid = scratch.resolve("pid");
        TaskRun.Result result = TaskRun.on(slot)
                .sh("(trap '' TERM; sh -c 'echo $$ >" + pid + ".new; mv " + pid + ".new " + pid
                        + "; exec sleep 1000') & while [ ! -e " + pid + " ]; do sleep 0.01; done");
        assertThat(result.exit().ok()).isTrue();
        assertThat(Processes.lives(Long.parseLong(Files.readString(pid).strip())))
                .isFalse();
    }

    @Test
    void shouldEndLeftOverChildInAnotherSession() throws IOException {
        Path pid = scratch.resolve("pid");
        TaskRun.Result result = TaskRun.on(slot)
                .sh("(setsid sh -c 'echo $$ >" + pid + ".new; mv " + pid + ".new " + pid
                        + "; exec sleep 1000' &) ; while [ ! -e " + pid + " ]; do sleep 0.01; done");
        assertThat(result.exit().ok()).isTrue();
        assertThat(Processes.lives(Long.parseLong(Files.readString(pid).strip())))
                .isFalse();
    }

    @Test
    void shouldEndTaskAtItsTimeout() {
        Exit exit = TaskRun.on(slot).limits(50, 60_000).run("sleep", "1000").exit();
        assertThat(exit.outcome()).isEqualTo(new Stopped(Reason.TIMED_OUT, -1, 15));
        assertThat(exit.survivors()).isZero();
    }

    @Test
    void shouldEndTaskThatIgnoresTerm() throws Exception {
        Path ready = scratch.resolve("ready");
        CancelHandle cancel = new CancelHandle();
        TaskRun run = TaskRun.on(slot).cancelledBy(cancel).limits(0, 100);
        Exit exit = cancelWhen(
                        cancel,
                        () -> Files.exists(ready),
                        () -> run.sh("trap '' TERM; : >" + ready + "; while :; do sleep 0.05; done"))
                .exit();
        assertThat(exit.outcome()).isEqualTo(new Stopped(Reason.CANCELLED, -1, 9));
        assertThat(exit.survivors()).isZero();
    }

    @Test
    void shouldLetTaskLeaveByItselfWithinTheGrace() throws Exception {
        Path ready = scratch.resolve("ready");
        CancelHandle cancel = new CancelHandle();
        TaskRun run = TaskRun.on(slot).cancelledBy(cancel).limits(0, 60_000);
        TaskRun.Result result = cancelWhen(
                cancel,
                () -> Files.exists(ready),
                () -> run.sh("trap 'echo bye; exit 3' TERM; : >" + ready + "; while :; do sleep 0.05; done"));
        assertThat(result.exit().outcome()).isEqualTo(new Stopped(Reason.CANCELLED, 3, 0));
        assertThat(result.outputText()).isEqualTo("bye\n");
    }

    @Test
    void shouldLeaveNoneOfATreeThatDetachedItself() throws Exception {
        String key = "tree-" + System.nanoTime();
        CancelHandle cancel = new CancelHandle();
        TaskRun run = TaskRun.on(slot).env("MH_KEY", key).cancelledBy(cancel).limits(0, 300);
        TaskRun.Result result = cancelWhen(
                cancel,
                () -> Processes.marked("MH_KEY=" + key).size() >= 3,
                () -> run.sh("setsid sleep 1000 & (trap \"\" TERM; sleep 1001) & sleep 1002"));
        assertThat(result.exit().outcome()).isInstanceOf(Stopped.class);
        assertThat(result.exit().survivors()).isZero();
        assertThat(Processes.marked("MH_KEY=" + key)).isEmpty();
    }

    @Test
    void shouldLeaveNoneAfterDoubleForkIntoAnotherSession() throws Exception {
        String key = "daemon-" + System.nanoTime();
        CancelHandle cancel = new CancelHandle();
        TaskRun run = TaskRun.on(slot).env("MH_KEY", key).cancelledBy(cancel).limits(0, 300);
        cancelWhen(
                cancel,
                () -> Processes.marked("MH_KEY=" + key).size() >= 2,
                () -> run.sh("(setsid sh -c 'sleep 1000 & exec sleep 1001' &) & wait; sleep 1002"));
        assertThat(Processes.marked("MH_KEY=" + key)).isEmpty();
    }

    @Test
    void shouldFindChildrenThatClearedTheirEnvironment() throws Exception {
        Path pid = scratch.resolve("pid");
        CancelHandle cancel = new CancelHandle();
        TaskRun run = TaskRun.on(slot).cancelledBy(cancel).limits(0, 100);
        cancelWhen(
                cancel,
                () -> Files.exists(pid),
                () -> run.sh("env -i setsid sh -c 'echo $$ >" + pid + ".new; mv " + pid + ".new " + pid
                        + "; exec sleep 1000' & sleep 1001"));
        assertThat(Processes.lives(Long.parseLong(Files.readString(pid).strip())))
                .isFalse();
    }

    @Test
    void shouldCancelBeforeTheStart() {
        CancelHandle cancel = new CancelHandle();
        cancel.cancel();
        Exit exit = TaskRun.on(slot).cancelledBy(cancel).run("sleep", "1000").exit();
        assertThat(exit.outcome()).isEqualTo(new Stopped(Reason.CANCELLED, -1, 15));
        assertThat(TaskRun.on(slot).run("true").exit().ok()).isTrue();
    }

    @Test
    void shouldEndForTheFirstReasonThatIsGiven() {
        CancelHandle cancel = new CancelHandle();
        cancel.end(Reason.DISK);
        cancel.cancel();
        Exit exit = TaskRun.on(slot).cancelledBy(cancel).run("sleep", "1000").exit();
        assertThat(exit.outcome()).isEqualTo(new Stopped(Reason.DISK, -1, 15));
    }

    @Test
    void shouldEndTaskAtTheOutputLimit() {
        TaskRun.Result result = TaskRun.on(slot).outputAtMost(100_000).sh("yes");
        assertThat(result.exit().outcome()).isInstanceOf(Stopped.class);
        assertThat(((Stopped) result.exit().outcome()).reason()).isEqualTo(Reason.OUTPUT_LIMIT);
        assertThat(result.output().size()).isEqualTo(100_000);
    }

    @Test
    void shouldPassEveryByteOfTheArguments() {
        List<ByteString> words = new ArrayList<>(List.of(bytes("printf"), bytes("[%s]")));
        List<ByteString> odd = List.of(
                bytes("a b"),
                bytes("\"q\""),
                bytes("it's"),
                bytes("two\nlines\n"),
                ByteString.EMPTY,
                bytes("$HOME *"),
                bytes("ü"),
                ByteString.copyFrom(new byte[] {(byte) 0xff, (byte) 0x80, 1, (byte) 0xc3}));
        words.addAll(odd);
        ByteString expected = ByteString.EMPTY;
        for (ByteString word : odd) {
            expected = expected.concat(bytes("[")).concat(word).concat(bytes("]"));
        }
        assertThat(TaskRun.on(slot).run(words).output()).isEqualTo(expected);
    }

    @Test
    void shouldPassEveryByteOfTheEnvironment() {
        ByteString value = ByteString.copyFrom(new byte[] {'\'', (byte) 0xff, '\n', (byte) 0x81, '='});
        Environment environment = Environment.builder()
                .put("PATH", "/usr/bin:/bin")
                .put("ODD", value)
                .put("EMPTY", "")
                .build();
        ByteString seen =
                TaskRun.on(slot).environment(environment).run("env", "-0").output();
        List<ByteString> entries = new ArrayList<>();
        for (String entry : seen.toString(StandardCharsets.ISO_8859_1).split("\0", -1)) {
            entries.add(ByteString.copyFrom(entry, StandardCharsets.ISO_8859_1));
        }
        assertThat(entries)
                .containsExactlyInAnyOrder(
                        bytes("PATH=/usr/bin:/bin"), bytes("ODD=").concat(value), bytes("EMPTY="), ByteString.EMPTY);
    }

    @Test
    void shouldNameMissingCommandAndThePathItLookedIn() {
        NotStarted reason =
                notStarted(TaskRun.on(slot).env("PATH", "/nowhere:/usr/bin").run("no-such-command"));
        assertThat(reason.code()).isEqualTo(127);
        assertThat(reason.sentence()).contains("no-such-command", "PATH=/nowhere:/usr/bin");
        assertThat(notStarted(TaskRun.on(slot).run("/no/such/file")).code()).isEqualTo(127);
    }

    @Test
    void shouldNameMissingDirectory() {
        NotStarted reason = notStarted(TaskRun.on(slot).in("/no/such/dir").run("true"));
        assertThat(reason.sentence()).contains("/no/such/dir", "working directory", "in:");
    }

    @Test
    void shouldRefuseWhatIsNotExecutable() throws IOException {
        Path file = Files.writeString(scratch.resolve("plain"), "echo no\n");
        NotStarted reason = notStarted(TaskRun.on(slot).run(file.toString()));
        assertThat(reason.code()).isEqualTo(126);
        assertThat(reason.sentence()).contains(file.toString(), "chmod");
        assertThat(notStarted(TaskRun.on(slot).env("PATH", scratch.toString()).run("plain"))
                        .code())
                .isEqualTo(126);
        assertThat(notStarted(TaskRun.on(slot).run(scratch.toString())).code()).isEqualTo(126);
    }

    @Test
    void shouldRefuseNulByte() {
        assertThat(notStarted(TaskRun.on(slot).run("echo", "a\0b")).sentence()).contains("argument 1", "NUL");
    }

    @Test
    void shouldRunScriptWithoutFirstLineByTheShell() throws IOException {
        script("plain", "echo \"got $1\"\n");
        assertThat(TaskRun.on(slot)
                        .env("PATH", scratch + ":/usr/bin:/bin")
                        .run("plain", "a b")
                        .outputText())
                .isEqualTo("got a b\n");
    }

    @Test
    void shouldFindCommandRelativeToTheDirectory() throws IOException {
        script("here", "#!/bin/sh\npwd\n");
        assertThat(TaskRun.on(slot).in(scratch.toString()).run("./here").outputText())
                .isEqualTo(scratch.toRealPath() + "\n");
        assertThat(TaskRun.on(slot)
                        .in(scratch.toString())
                        .env("PATH", "/nowhere:.")
                        .run("here")
                        .exit()
                        .ok())
                .isTrue();
    }

    @Test
    void shouldInheritNoDescriptor() throws IOException {
        try (var held = Files.newInputStream(Files.writeString(scratch.resolve("held"), "x"))) {
            assertThat(held.available()).isEqualTo(1);
            // 3 is the directory that ls itself reads
            assertThat(TaskRun.on(slot).run("ls", "/proc/self/fd").outputText()).isEqualTo("0\n1\n2\n3\n");
        }
    }

    @Test
    void shouldHaveEmptyInput() {
        TaskRun.Result result = TaskRun.on(slot).run("cat");
        assertThat(result.exit().ok()).isTrue();
        assertThat(result.output()).isEqualTo(ByteString.EMPTY);
    }

    @Test
    void shouldFeedTheInputToItsEnd() {
        assertThat(TaskRun.on(slot).input(text("one\ntwo", 3)).run("cat").outputText())
                .isEqualTo("one\ntwo");
        assertThat(TaskRun.on(slot).input(text("", 1)).run("cat").outputText()).isEmpty();
        assertThat(TaskRun.on(slot).run("cat").outputText())
                .as("the task after it has none")
                .isEmpty();
    }

    @Test
    void shouldFeedMoreThanAPipeHoldsToATaskThatAnswers() {
        TaskRun.Result result = TaskRun.on(slot).input(zeros(32L * MEGABYTE)).sh("cat; echo end >&2");
        assertThat(result.exit().ok()).isTrue();
        assertThat(result.output().size()).isEqualTo(32 * MEGABYTE);
        assertThat(result.errorText()).isEqualTo("end\n");
    }

    @Test
    void shouldTakeInputPieceByPieceAsTheTaskReadsIt() {
        AtomicLong given = new AtomicLong();
        InputSource endless = into -> {
            given.addAndGet(into.length);
            return into.length;
        };
        TaskRun.Result result = TaskRun.on(slot).input(endless).sh("head -c 10 >/dev/null; sleep 0.3; echo done");
        assertThat(result.exit().ok()).isTrue();
        assertThat(result.outputText()).isEqualTo("done\n");
        assertThat(given.get()).isBetween(10L, 4L * MEGABYTE);
    }

    @Test
    void shouldNotMindATaskThatDoesNotReadItsInput() {
        assertThat(TaskRun.on(slot).input(zeros(1L << 40)).sh("exit 3").exit().outcome())
                .isEqualTo(new Exited(3));
        assertThat(TaskRun.on(slot)
                        .input(zeros(1L << 40))
                        .sh("exec <&-; sleep 0.1; echo deaf")
                        .outputText())
                .isEqualTo("deaf\n");
        assertThat(TaskRun.on(slot)
                        .input(text("x", 1))
                        .run("/no/such/file")
                        .exit()
                        .outcome())
                .isInstanceOf(NotStarted.class);
    }

    @Test
    void shouldEndWhenALeftOverChildHoldsTheInput() {
        TaskRun.Result result = TaskRun.on(slot).input(zeros(1L << 40)).sh("sleep 1000 <&0 & echo $!");
        assertThat(result.exit().ok()).isTrue();
        assertThat(Processes.lives(Long.parseLong(result.outputText().strip()))).isFalse();
    }

    @Test
    void shouldEndATaskThatNeverReadsAtItsTimeout() {
        Exit exit = TaskRun.on(slot)
                .input(zeros(1L << 40))
                .limits(50, 60_000)
                .run("sleep", "1000")
                .exit();
        assertThat(exit.outcome()).isEqualTo(new Stopped(Reason.TIMED_OUT, -1, 15));
    }

    @Test
    void shouldPassBytesThatAreNoTextBesideTheInput() {
        ByteString odd = ByteString.copyFrom(new byte[] {(byte) 0xff, '\\', (byte) 0x81, '\'', 1, '\n', '%', '0'});
        List<ByteString> words =
                List.of(bytes("sh"), bytes("-c"), bytes("printf %s \"$1\"; cat"), bytes("x"), odd.concat(bytes("7")));
        assertThat(TaskRun.on(slot).input(text("input", 2)).run(words).output()).isEqualTo(odd.concat(bytes("7input")));
    }

    @Test
    void shouldEndTheTaskWhenItsInputCannotBeRead() throws Exception {
        String key = "unread-" + System.nanoTime();
        InputSource failing = into -> {
            throw new IOException("disk gone");
        };
        Assertions.assertThatThrownBy(
                        () -> TaskRun.on(slot).env("MH_KEY", key).input(failing).sh("cat; sleep 1000"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("disk gone");
        assertThat(Processes.marked("MH_KEY=" + key)).isEmpty();
        assertThat(TaskRun.on(slot).run("true").exit().ok()).isTrue();
    }

    private static InputSource zeros(long bytes) {
        AtomicLong left = new AtomicLong(bytes);
        return into -> {
            int count = (int) Math.min(into.length, left.get());
            Arrays.fill(into, 0, count, (byte) 0);
            left.addAndGet(-count);
            return count == 0 ? -1 : count;
        };
    }

    /** A text that comes in pieces. */
    private static InputSource text(String text, int pieceBytes) {
        ByteArrayInputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return into -> in.read(into, 0, Math.min(pieceBytes, into.length));
    }

    @Test
    void shouldTellRightExitCodesFromTwoThreadsBesideTheJdk() throws Exception {
        List<Callable<Integer>> work = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            work.add(() -> wrongExitCodes(starts() / 2));
        }
        work.add(ProcessStarterContract::wrongExitCodesOfTheJdk);
        try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
            for (Future<Integer> wrong : threads.invokeAll(work)) {
                assertThat(wrong.get()).isZero();
            }
        }
    }

    /** How many quick tasks are started in a row. */
    int starts() {
        return 1000;
    }

    private int wrongExitCodes(int count) {
        int wrong = 0;
        try (Slot own = starter.openSlot()) {
            for (int i = 0; i < count; i++) {
                int code = i % 100;
                Exit exit = TaskRun.on(own).sh("exit " + code).exit();
                wrong += exit.outcome().equals(new Exited(code)) ? 0 : 1;
            }
        }
        return wrong;
    }

    private static int wrongExitCodesOfTheJdk() throws IOException, InterruptedException {
        int wrong = 0;
        for (int i = 0; i < 100; i++) {
            int code = new ProcessBuilder("sh", "-c", "exit " + i).start().waitFor();
            wrong += code == i ? 0 : 1;
        }
        return wrong;
    }

    @Test
    void shouldEndTheTaskWhenASinkThrows() throws Exception {
        String key = "thrown-" + System.nanoTime();
        Command command = new Command(
                List.of(bytes("/bin/sh"), bytes("-c"), bytes("echo x; sleep 1000")),
                Environment.builder()
                        .put("PATH", "/usr/bin:/bin")
                        .put("MH_BOOT", "test.1")
                        .put("MH_KEY", key)
                        .build(),
                bytes("/"));
        OutputSink failing = chunk -> {
            throw new IllegalStateException("disk full");
        };
        Assertions.assertThatThrownBy(
                        () -> slot.run(command, failing, OutputSink.DISCARD, Limits.NONE, new CancelHandle()))
                .hasMessage("disk full");
        assertThat(Processes.marked("MH_KEY=" + key)).isEmpty();
        assertThat(TaskRun.on(slot).run("true").exit().ok()).isTrue();
    }

    static TaskRun.Result cancelWhen(CancelHandle cancel, Callable<Boolean> ready, Supplier<TaskRun.Result> run)
            throws Exception {
        Thread canceller = Thread.ofPlatform().start(() -> {
            try {
                Processes.await("the task to be ready", () -> {
                    try {
                        return ready.call();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                cancel.cancel();
            }
        });
        TaskRun.Result result = run.get();
        canceller.join();
        return result;
    }

    Path script(String name, String text) throws IOException {
        Path file = Files.writeString(scratch.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    static NotStarted notStarted(TaskRun.Result result) {
        assertThat(result.exit().outcome()).isInstanceOf(NotStarted.class);
        return (NotStarted) result.exit().outcome();
    }

    static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }
}
