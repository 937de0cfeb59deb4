package org.manyhands.cli.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.core.Bytes;
import org.manyhands.core.command.Verdict;
import org.manyhands.core.plan.End;
import org.manyhands.core.plan.Notification;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.plan.Retry;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.core.state.Job;
import org.manyhands.core.state.Notice;
import org.manyhands.core.state.Phase;
import org.manyhands.core.state.Step;
import org.manyhands.wire.NotificationTemplate;
import org.manyhands.wire.Part;
import org.manyhands.wire.Variable;
import org.manyhands.wire.Word;
import org.manyhands.worker.process.BootMark;
import org.manyhands.worker.process.CancelHandle;
import org.manyhands.worker.process.Environment;
import org.manyhands.worker.process.ProcessStarter;
import org.manyhands.worker.process.ProcessStarters;
import org.manyhands.worker.process.Slot;
import org.manyhands.worker.user.UnixUser;

class CommandHookTest {
    private static final ProcessStarter STARTER = ProcessStarters.choose();

    @TempDir
    Path directory;

    private final CancelHandle cancel = new CancelHandle();

    @AfterAll
    static void close() {
        STARTER.close();
    }

    private static final class Here implements Place {
        @Override
        public Slot openSlot() {
            return STARTER.openSlot();
        }

        @Override
        public Optional<UnixUser> user(String name) throws IOException {
            if (!name.isEmpty()) {
                throw new IOException("nobody runs as " + name + " here");
            }
            return Optional.empty();
        }

        @Override
        public Environment.Builder mark(Environment.Builder environment, String key) {
            return new BootMark("command-hook-test", 1).mark(environment, key);
        }
    }

    private static Job job(NotificationTemplate template) {
        StepPlan step = new StepPlan("a", 1, List.of(), new TreeMap<>(), 0, Retry.NONE, 0, 0, Bytes.EMPTY);
        Notification notification = new Notification("it", List.of(End.values()), Bytes.copyOf(template.toByteArray()));
        Plan plan = new Plan("film", List.of(step), 0, Optional.empty(), "ann", List.of(notification));
        return new Job(
                7,
                Bytes.EMPTY,
                plan,
                new Phase.Decided(Verdict.CANCELLED, "enough", 0, 5),
                1,
                List.of(Step.NEW),
                0,
                1,
                Optional.empty(),
                List.of(Notice.owed(0)));
    }

    private NotificationTemplate script(String text, long timeoutMillis) {
        return NotificationTemplate.newBuilder()
                .addAllArgv(List.of(bytes("/bin/sh"), bytes("-c"), bytes(text)))
                .setDirectory(bytes(directory.toString()))
                .setTimeoutMillis(timeoutMillis)
                .addEnv(Variable.newBuilder()
                        .setName("LANG")
                        .setValue(Word.newBuilder().addParts(Part.newBuilder().setLiteral(bytes("tlh")))))
                .build();
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private Optional<Delivery> tell(NotificationTemplate template) throws InterruptedException {
        return new Teller(new Here()).tell(job(template), 0, cancel);
    }

    @Test
    void shouldGiveTheCommandTheEndOfTheJob() throws Exception {
        String script = "echo $MH_JOB $MH_JOB_NAME $MH_STATE $MH_REASON $MH_USER $LANG >told";
        assertThat(tell(script(script, 60_000))).contains(new Delivery(true, "exit 0"));
        assertThat(Files.readString(directory.resolve("told"))).isEqualTo("7 film cancelled enough ann tlh\n");
    }

    @Test
    void shouldRunNothingAsAUserWhoIsNotServed() throws Exception {
        assertThat(tell(script("touch told", 60_000).toBuilder().setUser("ann").build()))
                .contains(new Delivery(false, "nobody runs as ann here"));
        assertThat(directory.resolve("told")).doesNotExist();
    }

    @Test
    void shouldSayHowItFailed() throws Exception {
        assertThat(tell(script("echo one >&2; echo two >&2; exit 3", 60_000)))
                .contains(new Delivery(false, "exit 3: one two"));
        assertThat(tell(script("kill -9 $$", 60_000))).contains(new Delivery(false, "ended by signal 9"));
        NotificationTemplate missing = script("", 60_000).toBuilder()
                .clearArgv()
                .addArgv(bytes("no-such-program-here"))
                .build();
        assertThat(tell(missing).orElseThrow().ok()).isFalse();
        assertThat(tell(missing).orElseThrow().outcome()).contains("no-such-program-here");
    }

    @Test
    void shouldEndItAtTheTimeout() throws Exception {
        assertThat(tell(script("echo slow >&2; sleep 600", 500)))
                .contains(new Delivery(false, "not done after 0.5 s, and ended (timeout: gives it more): slow"));
    }

    @Test
    void shouldSayNothingWhenItIsCancelled() throws Exception {
        cancel.cancel();
        assertThat(tell(script("sleep 600", 600_000))).isEmpty();
    }

    @Test
    void shouldKeepOnlyTheEndOfWhatIsSaid() throws Exception {
        String script = "i=0; while [ $i -lt 100 ]; do echo line $i >&2; i=$((i + 1)); done; exit 3";
        String outcome = tell(script(script, 60_000)).orElseThrow().outcome();
        assertThat(outcome).startsWith("exit 3: ").endsWith("line 98 line 99");
        assertThat(outcome.substring("exit 3: ".length())).hasSizeBetween(280, 300);
    }
}
