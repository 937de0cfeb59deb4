package org.manyhands.cli.dev;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.manyhands.cli.node.DataDirectory;
import org.manyhands.cli.node.NodeException;

/** One node of it: a process of this same program, with a data directory of its own. */
final class DevNode {
    private static final Duration UP_LIMIT = Duration.ofMinutes(2);
    private static final Duration END_LIMIT = Duration.ofSeconds(30);
    private static final String UP = " is up: ";

    private final String name;
    private final DataDirectory directory;
    private final Process process;
    private final CountDownLatch heard = new CountDownLatch(1);
    private volatile boolean up;
    private volatile String last = "it said nothing";

    private DevNode(String name, DataDirectory directory, Process process) {
        this.name = name;
        this.directory = directory;
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param words of its command line, but for the directory
     * @param input what it finds on its standard input: others on this machine see the words, and not this
     * @param said is told what it says after it is up
     */
    static DevNode start(String name, DataDirectory directory, List<String> words, String input, Consumer<String> said)
            throws IOException {
        DevNode node = new DevNode(name, directory, new ProcessBuilder(command(directory, words)).start());
        try (OutputStream in = node.process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException ended) {
            // What it says tells why.
        }
        Thread.ofVirtual().name("dev-" + name).start(() -> node.listen(said));
        return node;
    }

    /** The command line of another process of this program. */
    static List<String> command(DataDirectory directory, List<String> words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.manyhands.cli.Mh"));
        command.addAll(words);
        command.addAll(List.of("--data", directory.path().toString()));
        return command;
    }

    private void listen(Consumer<String> said) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String sentence = line.startsWith("mh: ") ? line.substring("mh: ".length()) : line;
                if (sentence.contains(UP)) {
                    up = true;
                    heard.countDown();
                } else {
                    last = sentence;
                    said.accept(name + ": " + sentence);
                }
            }
        } catch (IOException over) {
            // It ended.
        } finally {
            heard.countDown();
        }
    }

    void awaitUp() throws NodeException, InterruptedException {
        if (!heard.await(UP_LIMIT.toSeconds(), TimeUnit.SECONDS) || !up) {
            throw new NodeException("node " + name + " did not start: " + last);
        }
    }

    String name() {
        return name;
    }

    DataDirectory directory() {
        return directory;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Is told when the process is over, with its exit code. */
    void onEnd(Consumer<Integer> over) {
        var _ = process.onExit().thenAccept(ended -> over.accept(ended.exitValue()));
    }

    void terminate() {
        process.destroy();
    }

    void awaitEnd() {
        try {
            if (process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
