package org.manyhands.verify.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process of the program that runs, or has just ended. */
final class Started {
    /** After this a process counts as hanging. Generous, as the machine may be busy. */
    private static final long END_SECONDS_MAX = 120;

    private final String command;
    private final Process process;
    private final Path out;
    private final Path err;

    Started(String command, Process process, Path out, Path err) {
        this.command = command;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ctrl-C. */
    void interrupt() throws IOException, InterruptedException {
        signal("INT");
    }

    void terminate() throws IOException, InterruptedException {
        signal("TERM");
    }

    /** SIGKILL: no code of the program runs any more. */
    void kill() throws IOException, InterruptedException {
        signal("KILL");
        process.waitFor();
    }

    /** SIGSTOP: it stands still; what it started goes on. */
    void stop() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT. */
    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    /** SIGQUIT: a JVM prints what its threads do on its standard output, and goes on. */
    void printThreads() throws IOException, InterruptedException {
        signal("QUIT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    /** What it has written so far. */
    String outSoFar() {
        return read(out);
    }

    String errSoFar() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            throw new java.io.UncheckedIOException(gone);
        }
    }

    /** Waits for its end; one that hangs is killed and fails the test with what it said. */
    Ended ended() throws IOException, InterruptedException {
        if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("still running after " + END_SECONDS_MAX + " s: "
                    + new Ended(command, -1, Files.readAllBytes(out), Files.readAllBytes(err)));
        }
        return new Ended(command, process.exitValue(), Files.readAllBytes(out), Files.readAllBytes(err));
    }

    void endForcibly() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
