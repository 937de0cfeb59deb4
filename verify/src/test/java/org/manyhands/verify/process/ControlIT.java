package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three control nodes, each a process, and a worker that alone has what the tasks ask for. */
final class ControlIT {
    private static final Pattern LINKS = Pattern.compile("links on (\\S+),");
    private static final Pattern ROW = Pattern.compile("(?m)^(\\S+) +(leader|control|worker) +(\\S+) ");

    @RegisterExtension
    final Mh mh = new Mh();

    private final Map<String, Started> running = new TreeMap<>();
    private final Map<String, String> addresses = new TreeMap<>();

    private String data(String node) {
        return mh.root().resolve(node).toString();
    }

    private Started started(String node, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", data(node)));
        Started process = mh.start(all.toArray(String[]::new));
        running.put(node, process);
        return process;
    }

    private Started running(String node) {
        return Objects.requireNonNull(running.get(node));
    }

    private void isUp(String node) throws Exception {
        Started process = running(node);
        Until.holds("node " + node + " is up", () -> process.errSoFar().contains("is up"));
        Matcher found = LINKS.matcher(process.errSoFar());
        if (found.find()) {
            addresses.put(node, found.group(1));
        }
    }

    private String token(String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("token", "create", "--data", data("c1")));
        words.addAll(List.of(options));
        return mh.run(words.toArray(String[]::new)).exits(0).lines().getFirst();
    }

    private void control(String node) throws Exception {
        started(
                node,
                "join",
                token("--role", "control"),
                "--role",
                "control",
                "--name",
                node,
                "--listen",
                "127.0.0.1:0",
                "--resources",
                "cpu=1");
        isUp(node);
    }

    private void three() throws Exception {
        started("c1", "up", "--listen", "127.0.0.1:0", "--resources", "cpu=1");
        isUp("c1");
        control("c2");
        control("c3");
        // Who does not keep the log has no session.
        Until.holds("three control nodes", () -> rows("c1", "up").size() == 3);
    }

    private void worker() throws Exception {
        started("w", "join", token(), "--name", "w", "--resources", "cpu=2,far=2");
        isUp("w");
    }

    /** The nodes in a state, each with its role, as one of them tells. */
    private Map<String, String> rows(String asked, String state) throws Exception {
        Map<String, String> rows = new TreeMap<>();
        Ended listed = mh.run("node", "list", "--data", data(asked)).exits(0);
        Matcher row = ROW.matcher(listed.out());
        while (row.find()) {
            if (row.group(3).equals(state)) {
                rows.put(row.group(1), row.group(2));
            }
        }
        return rows;
    }

    /** Which of the processes leads: the first control node has the name of this machine. */
    private String leader(String asked) throws Exception {
        String leader = rows(asked, "up").entrySet().stream()
                .filter(each -> each.getValue().equals("leader"))
                .findFirst()
                .orElseThrow()
                .getKey();
        return running.containsKey(leader) ? leader : "c1";
    }

    private void kill(String node) throws Exception {
        running(node).kill();
        running.remove(node);
    }

    private Started job(String script, int tasks) throws IOException {
        return mh.start(
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

    private static List<String> numbered(String before, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> before + i).toList();
    }

    @Test
    void shouldGoOnWithoutItsLeader() throws Exception {
        three();
        worker();
        Started run = job("echo $1 >>starts; until test -e go; do sleep 0.05; done; echo done-$1", 8);
        Until.holds("two tasks run", () -> mh.lines("starts").size() == 2);
        kill(leader("w"));
        Files.createFile(mh.work().resolve("go"));
        assertThat(run.ended().exits(0).lines()).isEqualTo(numbered("done-", 8));
        assertThat(mh.lines("starts"))
                .as("each task started once")
                .doesNotHaveDuplicates()
                .hasSize(8);
    }

    @Test
    void shouldAskAnotherControlNodeWhereItsOwnIsAway() throws Exception {
        three();
        mh.run("run", "--data", data("c3"), "--name", "early", "true").exits(0);
        Started run = mh.start(
                "run", "--data", data("c1"), "--sh", "until test -e go; do sleep 0.05; done; echo $1", ":::", "a");
        Until.holds(
                "the job is there",
                () -> mh.run("jobs", "--data", data("c3"), "-o", "ids").lines().size() == 2);
        kill("c1");
        Ended jobs = mh.run("jobs", "--data", data("c1")).exits(0);
        assertThat(jobs.out()).contains("early");
        assertThat(jobs.err()).contains("is away; another control node is asked");
        Files.createFile(mh.work().resolve("go"));
        assertThat(run.ended().exits(0).lines()).containsExactly("a");
    }

    @Test
    void shouldAnswerOnEachNodeAndRunTasksOfEach() throws Exception {
        three();
        for (String each : running.keySet()) {
            assertThat(mh.run("run", "--data", data(each), "--sh", "echo $1", ":::", "a", "b")
                            .exits(0)
                            .lines())
                    .containsExactly("a", "b");
        }
        for (String each : running.keySet()) {
            assertThat(mh.run("jobs", "--data", data(each), "-o", "ids")
                            .exits(0)
                            .lines())
                    .hasSize(3);
        }
    }

    @Test
    void shouldGoOnAfterAllWereKilled() throws Exception {
        three();
        mh.run("run", "--data", data("c2"), "true").exits(0);
        List<String> jobs =
                mh.run("jobs", "--data", data("c2"), "-o", "ids").exits(0).lines();
        for (String each : List.of("c1", "c2", "c3")) {
            kill(each);
        }
        Started alone = again("c1");
        Until.holds("it waits", () -> alone.errSoFar().contains("waiting for a majority of the 3 control nodes"));
        again("c3");
        isUp("c1");
        isUp("c3");
        assertThat(mh.run("jobs", "--data", data("c3"), "-o", "ids").exits(0).lines())
                .isEqualTo(jobs);
        again("c2");
        isUp("c2");
        mh.run("run", "--data", data("c2"), "true").exits(0);
    }

    /** As before, also on the same port. */
    private Started again(String node) throws Exception {
        return started(node, "up", "--listen", String.valueOf(addresses.get(node)));
    }

    @Test
    void shouldFindAControlNodeThatListensElsewhere() throws Exception {
        three();
        String before = addresses.get("c2");
        kill("c2");
        started("c2", "up", "--listen", "127.0.0.1:0");
        isUp("c2");
        assertThat(addresses.get("c2")).isNotEqualTo(before);
        Until.holds(
                "the others know",
                () -> mh.run("events", "--data", data("c1"))
                        .exits(0)
                        .out()
                        .contains("control node c2 listens at " + addresses.get("c2")));
        kill("c3");
        mh.run("run", "--data", data("c2"), "true").exits(0);
    }

    @Test
    void shouldLetAControlNodeGo() throws Exception {
        three();
        String gone = leader("c1").equals("c3") ? "c2" : "c3";
        mh.run("node", "remove", gone, "--data", data("c1")).exits(0);
        assertThat(running(gone).ended().err()).contains("the cluster refuses this node", "removed", "mh token create");
        running.remove(gone);
        assertThat(rows("c1", "up").keySet()).hasSize(2).doesNotContain(gone);
        mh.run("run", "--data", data("c1"), "true").exits(0);
        mh.run("up", "--data", data(gone)).saysOneSentence("removed", "mh token create");
    }

    @Test
    void shouldNotVoteAgainWithoutItsLog() throws Exception {
        three();
        kill("c3");
        try (Stream<Path> files = Files.walk(Path.of(data("c3"), "log"))) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
        mh.run("up", "--data", data("c3")).exits(125).saysOneSentence("log of node c3 is gone", "mh node remove");
        // As the sentence says.
        mh.run("node", "remove", "c3", "--data", data("c1")).exits(0);
        control("c4");
        Until.holds("three again", () -> rows("c2", "up").size() == 3);
    }

    @Test
    void shouldRefuseTheWrongRole() throws Exception {
        started("c1", "up", "--listen", "127.0.0.1:0");
        isUp("c1");
        String worker = token();
        mh.run("join", worker, "--role", "control", "--data", data("c2"))
                .saysOneSentence("is for a worker node", "control node");
        mh.run("join", worker, "--listen", ":0", "--data", data("w")).saysOneSentence("--listen goes with --role");
        mh.run("join", worker, "--role", "boss", "--data", data("w")).saysOneSentence("worker or control");
        started("w", "join", worker, "--name", "w");
        isUp("w");
        mh.run("join", token("--role", "control"), "--data", data("c2")).saysOneSentence("is for a control node");
    }
}
