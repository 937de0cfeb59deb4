package org.manyhands.verify.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The program as this build made it, from this JVM's own class path. Where that has only jars, it has a class cache, as with
 * {@code ./mh}: that saves each of the many processes of these tests most of its start.
 */
public final class Program {
    private static final Path HOME = repository();
    private static final List<String> CLASS_PATH = classPath();
    private static final List<String> LAUNCHER = withCache();

    private Program() {}

    /** The words before those of the command line. */
    public static List<String> launcher() {
        return LAUNCHER;
    }

    /** The same for a shell, quoted. */
    public static String shellWords() {
        return String.join(
                " ",
                LAUNCHER.stream()
                        .map(word -> "'" + word.replace("'", "'\\''") + "'")
                        .toList());
    }

    /** The root of the clone. */
    static Path home() {
        return HOME;
    }

    /** Maven runs this in verify/, an IDE perhaps in the root. */
    private static Path repository() {
        Path here = Path.of("").toAbsolutePath();
        Path parent = here.getParent();
        return Files.exists(here.resolve("cli/jvm.args")) || parent == null ? here : parent;
    }

    /** Without this module and its tests, which the program does not have either. */
    private static List<String> classPath() {
        Path own = HOME.resolve("verify");
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty() && !Path.of(entry).startsWith(own))
                .toList();
    }

    private static List<String> withCache() {
        List<Path> jars = CLASS_PATH.stream().map(Path::of).toList();
        if (!jars.stream().allMatch(Files::isRegularFile)) {
            return words(List.of());
        }
        try {
            return new ClassCache(HOME.resolve("verify/target/class-cache"), jars)
                    .made(Program::train)
                    .map(cache -> words(List.of("-XX:AOTCache=" + cache)))
                    .orElseGet(() -> words(List.of()));
        } catch (IOException failed) {
            throw new IllegalStateException("the program cannot be started", failed);
        } catch (InterruptedException stop) {
            throw new IllegalStateException("interrupted", stop);
        }
    }

    private static void train(Path cache, Path scratch) throws IOException, InterruptedException {
        List<String> training = words(List.of("-XX:AOTCacheOutput=" + cache));
        training.addAll(List.of("run", "--data", scratch.resolve("data").toString(), "echo", "trained"));
        int code = new ProcessBuilder(training)
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("training").toFile())
                .start()
                .waitFor();
        if (code != 0) {
            Files.deleteIfExists(cache);
        }
    }

    /** Only the first compiler: the processes of these tests are over before the second would pay. */
    private static List<String> words(List<String> flags) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("@" + HOME.resolve("cli/jvm.args"));
        words.add("-XX:TieredStopAtLevel=1");
        words.addAll(flags);
        words.addAll(List.of("-cp", String.join(File.pathSeparator, CLASS_PATH), "org.manyhands.cli.Mh"));
        return words;
    }
}
