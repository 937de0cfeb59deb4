package org.manyhands.verify.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three control nodes, each a process, and a worker that alone has what some tasks ask for. */
abstract class ThreeControls {
    private static final Pattern LINKS = Pattern.compile("links on (\\S+),");
    private static final Pattern ROW = Pattern.compile("(?m)^(\\S+) +(leader|control|worker) +(\\S+) ");

    @RegisterExtension
    final Mh mh = new Mh();

    final Map<String, Started> running = new TreeMap<>();
    final Map<String, String> addresses = new TreeMap<>();

    String data(String node) {
        return mh.root().resolve(node).toString();
    }

    /** The program on the machine of a node. */
    Mh at(String node) {
        return mh;
    }

    /** Where a control node listens first. */
    String listen(String node) {
        return "127.0.0.1:0";
    }

    Started started(String node, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", data(node)));
        Started process = at(node).start(all.toArray(String[]::new));
        running.put(node, process);
        return process;
    }

    Started running(String node) {
        return Objects.requireNonNull(running.get(node));
    }

    void isUp(String node) throws Exception {
        Started process = running(node);
        Until.holds("node " + node + " is up", () -> process.errSoFar().contains("is up"));
        Matcher found = LINKS.matcher(process.errSoFar());
        if (found.find()) {
            addresses.put(node, found.group(1));
        }
    }

    String token(String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("token", "create", "--data", data("c1")));
        words.addAll(List.of(options));
        return at("c1").run(words.toArray(String[]::new)).exits(0).lines().getFirst();
    }

    void control(String node) throws Exception {
        started(
                node,
                "join",
                token("--role", "control"),
                "--role",
                "control",
                "--name",
                node,
                "--listen",
                listen(node),
                "--resources",
                "cpu=1");
        isUp(node);
    }

    void three() throws Exception {
        started("c1", "up", "--listen", listen("c1"), "--resources", "cpu=1");
        isUp("c1");
        control("c2");
        control("c3");
        // Who does not keep the log has no session.
        Until.holds("three control nodes", () -> rows("c1", "up").size() == 3);
    }

    void worker() throws Exception {
        started("w", "join", token(), "--name", "w", "--resources", "cpu=2,far=2");
        isUp("w");
    }

    /** The nodes in a state, each with its role, as one of them tells. */
    Map<String, String> rows(String asked, String state) throws Exception {
        Map<String, String> rows = new TreeMap<>();
        Ended listed = at(asked).run("node", "list", "--data", data(asked)).exits(0);
        Matcher row = ROW.matcher(listed.out());
        while (row.find()) {
            if (row.group(3).equals(state)) {
                rows.put(row.group(1), row.group(2));
            }
        }
        return rows;
    }

    /** Which of the processes leads: the first control node has the name of this machine. */
    String leader(String asked) throws Exception {
        String leader = rows(asked, "up").entrySet().stream()
                .filter(each -> each.getValue().equals("leader"))
                .findFirst()
                .orElseThrow()
                .getKey();
        return running.containsKey(leader) ? leader : "c1";
    }

    void kill(String node) throws Exception {
        running(node).kill();
        running.remove(node);
    }

    Started job(String script, int tasks) throws IOException {
        return at("w").start(
                        "run",
                        "--data",
                        data("w"),
                        "--resources",
                        "far=1",
                        "--each",
                        "1.." + tasks,
                        "--",
                        "sh",
                        "-c",
                        script,
                        "x",
                        "{}");
    }

    /** As before, also on the same port. */
    Started again(String node) throws Exception {
        return started(node, "up", "--listen", String.valueOf(addresses.get(node)));
    }

    /** What a node wrote into its log. */
    String log(String node) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(Path.of(data(node), "logs"))) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(each, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
