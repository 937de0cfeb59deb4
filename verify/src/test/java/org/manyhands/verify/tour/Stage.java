package org.manyhands.verify.tour;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.manyhands.verify.process.Program;

/** A directory of its own, with its own data directory and {@code mh} on the PATH, in which the blocks of a section run. */
final class Stage {
    /** How long one block may take before it counts as hanging. */
    private static final long BLOCK_SECONDS_MAX = 600;

    /** Longer files say nothing of why a block hangs. */
    private static final long SAID_BYTES_MAX = 4 << 10;

    private final Path directory;
    private final Path work;
    private final Path bin;

    private Stage(Path directory) {
        this.directory = directory;
        this.work = directory.resolve("work");
        this.bin = directory.resolve("bin");
    }

    /**
     * Prepares a directory that is still empty.
     *
     * @param repository the root of the clone, for its examples
     */
    static Stage in(Path directory, Path repository) throws IOException {
        Stage stage = new Stage(directory);
        Files.createDirectories(stage.work);
        Files.createDirectories(stage.bin);
        copyTree(repository.resolve("examples"), stage.work.resolve("examples"));
        stage.writeProgram();
        return stage;
    }

    /** What the paragraphs of a block gave, one for each that was reached. */
    List<Result> run(Block block) throws IOException, InterruptedException {
        Path results = Files.createTempDirectory(directory, "block");
        Path script = results.resolve("block.sh");
        Files.writeString(script, script(block, results));
        Process shell = shell(script, results);
        if (!shell.waitFor(BLOCK_SECONDS_MAX, TimeUnit.SECONDS)) {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
            throw new AssertionError("line " + block.line() + ": still running after " + BLOCK_SECONDS_MAX
                    + " s; so far:\n" + said(results) + said(work));
        }
        return results(block, results);
    }

    /** What the short files of a directory say. */
    private static String said(Path directory) throws IOException {
        StringBuilder said = new StringBuilder();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (Files.size(file) <= SAID_BYTES_MAX) {
                    said.append(file.getFileName())
                            .append(": ")
                            .append(new String(Files.readAllBytes(file), UTF_8))
                            .append('\n');
                }
            }
        }
        return said.toString();
    }

    private Process shell(Path script, Path results) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", script.toString());
        builder.directory(work.toFile());
        builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        builder.environment().put("MH_DATA", directory.resolve("data").toString());
        builder.redirectErrorStream(true);
        builder.redirectOutput(results.resolve("shell").toFile());
        builder.redirectInput(Path.of("/dev/null").toFile());
        return builder.start();
    }

    /** Braces, not subshells: a {@code cd} or a variable of one paragraph is there in the next. */
    private static String script(Block block, Path results) {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < block.paragraphs().size(); i++) {
            script.append("{\n")
                    .append(String.join("\n", block.paragraphs().get(i).commands()));
            script.append("\n} >'%s' 2>'%s'\n".formatted(results.resolve(i + ".out"), results.resolve(i + ".err")));
            script.append("echo $? >'%s'\n".formatted(results.resolve(i + ".code")));
        }
        return script.toString();
    }

    private static List<Result> results(Block block, Path results) throws IOException {
        List<Result> found = new ArrayList<>();
        for (int i = 0; i < block.paragraphs().size() && Files.exists(results.resolve(i + ".code")); i++) {
            int code = Integer.parseInt(
                    Files.readString(results.resolve(i + ".code")).strip());
            List<String> output = Files.readAllLines(results.resolve(i + ".out"), UTF_8);
            found.add(new Result(code, output, Files.readString(results.resolve(i + ".err"))));
        }
        return found;
    }

    private void writeProgram() throws IOException {
        Path program = bin.resolve("mh");
        Files.writeString(program, "#!/bin/sh\nexec " + Program.shellWords() + " \"$@\"\n");
        if (!program.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + program + " executable");
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(from)) {
            paths.forEach(path -> copy(path, to.resolve(from.relativize(path).toString())));
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What one paragraph gave. */
    record Result(int exitCode, List<String> output, String errors) {}
}
