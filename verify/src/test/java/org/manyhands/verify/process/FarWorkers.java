package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A control node, and others that join it and alone have what the tasks ask for, each a process. */
abstract class FarWorkers {
    private static final Pattern LINKS = Pattern.compile("links on (\\S+),");

    @RegisterExtension
    final Mh mh = new Mh();

    static final String[] ELSEWHERE = {"--resources", "far=1"};

    private @Nullable Started control;

    String address = "127.0.0.1:0";

    Path joining(String name) {
        return mh.root().resolve(name);
    }

    Started control() {
        return Objects.requireNonNull(control);
    }

    void upAndListening(String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("--listen", address));
        words.addAll(List.of(options));
        control = mh.up(words.toArray(String[]::new));
        Matcher found = LINKS.matcher(control().errSoFar());
        assertThat(found.find()).as(control().errSoFar()).isTrue();
        address = found.group(1);
    }

    String token(String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("token", "create"));
        words.addAll(List.of(options));
        return mh.run(words.toArray(String[]::new)).exits(0).lines().getFirst();
    }

    Started join(String token, String name, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("join", token, "--name", name));
        words.addAll(List.of("--data", joining(name).toString(), "--resources", "cpu=2,far=100"));
        words.addAll(List.of(options));
        Started node = mh.start(words.toArray(String[]::new));
        Until.holds("node " + name + " is up", () -> node.errSoFar().contains("is up"));
        assertThat(node.errSoFar()).contains("attached to " + address);
        return node;
    }

    Started again(String name) throws Exception {
        Started node = mh.start("up", "--data", joining(name).toString(), "--resources", "cpu=2,far=100");
        Until.holds("node " + name + " is up", () -> node.errSoFar().contains("is up"));
        return node;
    }

    /** Each line of output is a task, by the node that ran it. */
    Started job(String script, int tasks, String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("run"));
        words.addAll(List.of(ELSEWHERE));
        words.addAll(List.of(options));
        words.addAll(List.of("--each", "1.." + tasks, "--", "sh", "-c", script, "x", "{}"));
        return mh.start(words.toArray(String[]::new));
    }

    static List<String> numbered(String before, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> before + i).toList();
    }

    String events() {
        try {
            return mh.run("events").exits(0).out();
        } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** What the control node wrote into its log. */
    String log() throws IOException {
        StringBuilder all = new StringBuilder();
        try (var files = Files.list(mh.data().resolve("logs"))) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }
}
