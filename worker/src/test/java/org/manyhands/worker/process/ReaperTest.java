package org.manyhands.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class ReaperTest {
    private final String dataDirectoryId = "reapertest" + System.nanoTime();
    private final String mark = "MH_BOOT=" + dataDirectoryId + ".3";
    private final List<Process> started = new ArrayList<>();

    @TempDir
    Path scratch;

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
        assertThat(Sweep.endAllOf(dataDirectoryId, 999).survivors()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    void shouldEndAllTasksOfAKilledWorker(String implementation) throws Exception {
        Process worker = worker(
                implementation,
                "setsid sleep 1000 & (trap '' TERM; sleep 1001) & sleep 1002",
                "(setsid sh -c 'trap \"\" TERM; sleep 1000 & exec sleep 1001' &) ; sleep 1002");
        long reaper = Long.parseLong(lines(worker).readLine());
        Processes.await("the tasks", () -> Processes.marked(mark).size() >= 6);

        worker.destroyForcibly().waitFor();

        Processes.await("the end of all tasks", () -> Processes.marked(mark).isEmpty());
        Processes.await("the end of the reaper", () -> !Processes.lives(reaper));
    }

    @Test
    void shouldEndMoreThanAThousandProcesses() throws Exception {
        Process worker = worker("posix", "i=0; while [ $i -lt 1200 ]; do sleep 1000 & i=$((i+1)); done; wait");
        lines(worker).readLine();
        Processes.await("the tasks", () -> Processes.marked(mark).size() >= 1200);

        worker.destroyForcibly().waitFor();

        Processes.await("the end of all tasks", () -> Processes.marked(mark).isEmpty());
    }

    @Test
    void shouldLeaveWithoutKillingWhenSentAway() throws Exception {
        Process worker = worker("posix", "sleep 1000");
        BufferedReader lines = lines(worker);
        long reaper = Long.parseLong(lines.readLine());
        Processes.await("the task", () -> !Processes.marked(mark).isEmpty());

        worker.getOutputStream().write('\n');
        worker.getOutputStream().flush();

        assertThat(lines.readLine()).isEqualTo("gone");
        assertThat(Processes.lives(reaper)).isFalse();
        assertThat(Processes.marked(mark)).isNotEmpty();
    }

    @Test
    void shouldBeStartedAgainAndIgnoreRequestsToEnd() throws Exception {
        try (PosixSpawnStarter starter = PosixSpawnStarter.open();
                Reaper reaper = starter.startReaper(new BootMark(dataDirectoryId, 3))) {
            long first = reaper.pid();
            Processes.await("its traps", () -> ignoresTerm(first));
            ProcessHandle.of(first).orElseThrow().destroy();
            assertThat(Processes.lives(first)).isTrue();

            ProcessHandle.of(first).orElseThrow().destroyForcibly();

            Processes.await("another reaper", () -> reaper.pid() != first && Processes.lives(reaper.pid()));
            assertThat(Processes.lives(first)).isFalse();
        }
    }

    @Test
    void shouldHoldNoDescriptorAndNoMark() throws Exception {
        try (PosixSpawnStarter starter = PosixSpawnStarter.open();
                Reaper reaper = starter.startReaper(new BootMark(dataDirectoryId, 3))) {
            Processes.await("its traps", () -> ignoresTerm(reaper.pid()));
            ProcessEntry entry = Objects.requireNonNull(new ProcTable().entry((int) reaper.pid()));
            assertThat(entry.session()).isEqualTo((int) reaper.pid());
            try (var descriptors = Files.list(Path.of("/proc/" + reaper.pid() + "/fd"))) {
                assertThat(descriptors.map(path -> path.getFileName().toString()))
                        .containsExactlyInAnyOrder("0", "1", "2");
            }
            assertThat(Processes.marked(mark)).isEmpty();
        }
    }

    @Test
    void shouldFindMarksWithAGrepThatKnowsNoNulSeparatedLines() throws Exception {
        Path grep = Files.writeString(
                scratch.resolve("grep"),
                "#!/bin/sh\ncase \"$1\" in *z*) exit 2;; esac\nexec /usr/bin/env PATH=/usr/bin:/bin grep \"$@\"\n");
        Files.setPosixFilePermissions(grep, PosixFilePermissions.fromString("rwxr-xr-x"));
        Process marked = start(List.of("sleep", "1000"), mark);
        Process other = start(List.of("sleep", "1001"), mark + "1");
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", ReaperScript.TEXT, "mh-reaper", mark);
        builder.environment().put("PATH", scratch + ":/usr/bin:/bin");
        Process reaper = builder.start();
        started.add(reaper);

        reaper.getOutputStream().close();

        assertThat(marked.waitFor()).isEqualTo(128 + 9);
        reaper.waitFor();
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void shouldNotTakeAnotherBootForItsOwn() throws Exception {
        Process marked = start(List.of("sleep", "1000"), mark);
        Process other = start(List.of("sleep", "1001"), mark + "1");
        Process reaper = new ProcessBuilder("/bin/sh", "-c", ReaperScript.TEXT, "mh-reaper", mark).start();
        started.add(reaper);

        reaper.getOutputStream().close();

        assertThat(marked.waitFor()).isEqualTo(128 + 9);
        reaper.waitFor();
        assertThat(other.isAlive()).isTrue();
    }

    private static boolean ignoresTerm(long pid) {
        try {
            String status = Files.readString(Path.of("/proc/" + pid + "/status"));
            long ignored = Long.parseLong(status.replaceAll("(?s).*SigIgn:\\s*(\\w+).*", "$1"), 16);
            return (ignored & 1L << 14) != 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Process start(List<String> words, String entry) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("MH_BOOT", entry.substring("MH_BOOT=".length()));
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private Process worker(String implementation, String... scripts) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ReaperVictim.class.getName(),
                implementation,
                dataDirectoryId));
        words.addAll(List.of(scripts));
        Process process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        started.add(process);
        return process;
    }

    private static BufferedReader lines(Process process) {
        return process.inputReader(StandardCharsets.UTF_8);
    }
}
