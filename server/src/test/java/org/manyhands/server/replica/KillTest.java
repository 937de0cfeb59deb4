package org.manyhands.server.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.server.replica.Appended.Applied;

/** A process that is killed with -9 while it appends loses nothing that it said was applied. */
class KillTest {
    private static final int KILLS = 3;
    private static final int WINDOW = 64;
    /** Tells a whole line from one cut short by the kill. */
    private static final String END = " end";

    @TempDir
    Path directory;

    @Test
    void shouldKeepEveryAcknowledgedEntryThroughKills() throws Exception {
        Random random = new Random(20_261_121);
        List<String> acknowledged = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            acknowledged.addAll(runAndKill(kill, 200 + random.nextInt(2_000)));
        }
        ReplicaLogging.quiet();
        ListState state = new ListState();
        try (RatisLog log = RatisLog.open(LogSettings.of(directory), state, new Halts())) {
            assertThat(log.alive()).isTrue();
        }
        assertThat(acknowledged).hasSizeGreaterThan(200 * KILLS);
        assertThat(state.entries()).containsSubsequence(acknowledged).doesNotHaveDuplicates();
    }

    /** Kills the child once it has acknowledged so many entries; returns all that it acknowledged. */
    private List<String> runAndKill(int kill, int after) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        directory.toString(),
                        String.valueOf(kill))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null) {
                if (line.startsWith("ok ") && line.endsWith(END)) {
                    acknowledged.add(line.substring(3, line.length() - END.length()));
                }
                if (acknowledged.size() == after) {
                    // Not Process.destroyForcibly: that closes the pipe with what the child had still said.
                    child.toHandle().destroyForcibly();
                }
                line = lines.readLine();
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(after);
        return acknowledged;
    }

    /** Appends for ever, some at a time, and prints in order what is applied. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws Exception {
            ReplicaLogging.quiet();
            LogSettings settings = LogSettings.of(Path.of(args[0])).withSnapshots(500, 1 << 20, 64 * 1024);
            RatisLog log = RatisLog.open(settings, new ListState(), HaltHandler.process());
            for (int batch = 0; log.alive(); batch++) {
                appendWindow(log, args[1] + "-" + batch + "-");
            }
        }

        private static void appendWindow(RatisLog log, String prefix) {
            record Sent(String name, CompletableFuture<Appended> outcome) {}
            List<Sent> window = new ArrayList<>();
            for (int i = 0; i < WINDOW; i++) {
                window.add(new Sent(prefix + i, log.append(ReplicatedLogContract.bytes(prefix + i))));
            }
            for (Sent sent : window) {
                if (sent.outcome().join() instanceof Applied) {
                    System.out.println("ok " + sent.name() + END);
                }
            }
        }
    }
}
