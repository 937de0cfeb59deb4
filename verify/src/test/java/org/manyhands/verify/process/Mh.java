package org.manyhands.verify.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The program {@code mh} in a data directory and a working directory of the test's own. After the test everything that it
 * started is ended, and a task that is then still there fails it.
 */
final class Mh implements BeforeEachCallback, AfterEachCallback {
    private final List<Started> started = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();
    private Path root = Path.of("unset");
    private byte[] stdin = new byte[0];
    private @Nullable Path pipe;
    private Mounted mounted = Mounted.AS_IT_IS;
    private List<String> privileges = List.of();
    private List<String> nextAs = List.of();
    private List<String> machine = List.of();
    private boolean kept;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        open();
    }

    void open() throws IOException {
        root = Files.createTempDirectory("mh-it").toRealPath();
        Files.createDirectories(work());
        Files.createDirectories(root.resolve("streams"));
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        close();
    }

    /** The directory stays when the test is over, for people to look at. */
    void keep() {
        kept = true;
    }

    /** What each process does is printed where its output goes, which is in the directory. */
    void printThreads() throws IOException, InterruptedException {
        for (Started each : started) {
            if (each.isAlive()) {
                each.printThreads();
            }
        }
    }

    void close() throws Exception {
        for (Started each : started) {
            if (each.isAlive()) {
                each.endForcibly();
            }
        }
        Processes mine = processes();
        boolean gone = Until.trueWithinSeconds(10, () -> mine.all().isEmpty());
        List<String> left = mine.all().stream().map(Processes::describe).toList();
        mine.all().forEach(ProcessHandle::destroyForcibly);
        if (!kept) {
            remove(root);
        }
        assertThat(gone)
                .as("all processes of the test are gone; left: %s", left)
                .isTrue();
    }

    /** Where the commands are given. */
    Path work() {
        return root.resolve("work");
    }

    /** Above all that the test has, for its own user only. */
    Path root() {
        return root;
    }

    Path data() {
        return root.resolve("data");
    }

    Processes processes() {
        return new Processes(root.toString());
    }

    /** Writes a file in the working directory. */
    Path file(String name, String... lines) throws IOException {
        Path file = work().resolve(name);
        Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
        return Files.write(file, List.of(lines));
    }

    /** Writes an executable shell script in the working directory. */
    Path script(String name, String... lines) throws IOException {
        List<String> all = new ArrayList<>(List.of("#!/bin/sh"));
        all.addAll(List.of(lines));
        Path file = file(name, all.toArray(String[]::new));
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    /** A variable for the processes that are started from here on. */
    Mh env(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** What the next process finds on its standard input; without this, nothing. */
    Mh stdin(String text) {
        return stdin(text.getBytes(UTF_8));
    }

    Mh stdin(byte[] bytes) {
        stdin = bytes.clone();
        return this;
    }

    /** A named pipe in the working directory, from which the next process reads; open it for reading and writing first. */
    Path pipe(String name) throws IOException, InterruptedException {
        Path made = work().resolve(name);
        int code = new ProcessBuilder("mkfifo", made.toString())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(code).isZero();
        pipe = made;
        return made;
    }

    /** How the processes that are started from here on see the data directory. */
    Mh on(Mounted disk) {
        mounted = disk;
        return this;
    }

    /** The processes that are started from here on may not read what modes forbid, also if the tests run as root. */
    Mh bare() {
        privileges = System.getProperty("user.name").equals("root")
                ? List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")
                : List.of();
        return this;
    }

    /** On which machine the processes are that are started from here on: words before those of their commands. */
    Mh on(List<String> words) {
        machine = words;
        return this;
    }

    /** As whom the next process is started. It may read all files, as the program lies where the tests' user has it. */
    Mh as(String user, String group) {
        nextAs = List.of(
                "setpriv",
                "--reuid=" + user,
                "--regid=" + group,
                "--init-groups",
                "--inh-caps=+dac_read_search",
                "--ambient-caps=+dac_read_search");
        return this;
    }

    /** Runs {@code mh} with these words to its end. */
    Ended run(String... words) throws IOException, InterruptedException {
        return start(words).ended();
    }

    /** Starts {@code mh up} with these options, and waits until it is. */
    Started up(String... options) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("up"));
        words.addAll(List.of(options));
        Started node = start(words.toArray(String[]::new));
        Until.holds("the node is up", () -> node.errSoFar().contains("is up"));
        return node;
    }

    /** The lines of a file in the working directory; none while it is not there. */
    List<String> lines(String name) {
        Path file = work().resolve(name);
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    Started start(String... words) throws IOException {
        List<String> command = new ArrayList<>(machine);
        command.addAll(mounted.words());
        command.addAll(privileges);
        command.addAll(nextAs);
        nextAs = List.of();
        command.addAll(Program.launcher());
        command.addAll(Arrays.asList(words));
        return start("mh " + String.join(" ", words), command);
    }

    /** Runs a shell command line, in which {@code mh} is the program. */
    Ended shell(String line) throws IOException, InterruptedException {
        return start(line, List.of("sh", "-c", "mh() { " + Program.shellWords() + " \"$@\"; }\n" + line))
                .ended();
    }

    private Started start(String said, List<String> command) throws IOException {
        int number = started.size();
        Path streams = root.resolve("streams");
        Path in = pipe != null ? pipe : Files.write(streams.resolve(number + ".in"), stdin);
        Path out = streams.resolve(number + ".out");
        Path err = streams.resolve(number + ".err");
        stdin = new byte[0];
        pipe = null;
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(work().toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("MH_DATA", data().toString());
        builder.environment().putAll(environment);
        Started process = new Started(said, builder.start(), out, err);
        started.add(process);
        return process;
    }

    private static void remove(Path doomed) throws IOException {
        try (Stream<Path> paths = Files.walk(doomed)) {
            paths.sorted(Comparator.reverseOrder()).forEach(Mh::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException stuck) {
            throw new UncheckedIOException(stuck);
        }
    }
}
