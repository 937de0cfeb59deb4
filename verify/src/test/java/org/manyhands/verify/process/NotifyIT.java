package org.manyhands.verify.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody is told when a job has ended: by a command, by an address, also if they hang, and also after a kill -9. */
final class NotifyIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    final Mh mh = new Mh();

    private final List<String> posted = new CopyOnWriteArrayList<>();
    private final CountDownLatch answers = new CountDownLatch(1);
    private HttpServer web = HttpServer.create();

    NotifyIT() throws IOException {}

    /** {@code /take} takes what it is sent, {@code /hang} answers nothing before the test is over. */
    @BeforeEach
    void listen() throws IOException {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.setExecutor(task -> Thread.ofVirtual().start(task));
        web.createContext("/take", exchange -> {
            posted.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        web.createContext("/hang", exchange -> {
            try {
                answers.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        web.start();
    }

    @AfterEach
    void listenNoMore() {
        answers.countDown();
        web.stop(0);
    }

    private String address(String path) {
        return "http://127.0.0.1:" + web.getAddress().getPort() + path;
    }

    private JsonNode job(String id) {
        try {
            return JSON.readTree(mh.run("job", id, "-o", "json").exits(0).stdout());
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private List<String> states(String id) {
        return StreamSupport.stream(job(id).get("notifications").spliterator(), false)
                .map(each -> each.get("state").asText())
                .toList();
    }

    @Test
    void shouldRunACommandThatSeesHowTheJobEnded() throws Exception {
        Ended ended = mh.run(
                        "run",
                        "--name",
                        "film",
                        "--notify",
                        "env | grep ^MH_ >told; pwd >>told",
                        "--",
                        "sh",
                        "-c",
                        "echo broken >&2; exit 3")
                .exits(3);
        assertThat(ended.err()).doesNotContain("notify");
        String id = job("last").get("id").asText();
        assertThat(mh.lines("told"))
                .contains(
                        "MH_JOB=" + id,
                        "MH_JOB_NAME=film",
                        "MH_STATE=failed",
                        "MH_USER=" + System.getProperty("user.name"),
                        mh.work().toString())
                .anyMatch(line -> line.startsWith("MH_REASON=1 of 1 tasks of step sh failed: exit 3"));
        assertThat(states(id)).containsExactly("told");
        assertThat(mh.run("job", id).exits(0).out())
                .contains("notify  told  env | grep ^MH_ >told; pwd >>told: exit 0");
        assertThat(mh.run("events", id).exits(0).out()).contains("told env | grep ^MH_", "of the end of run 1: exit 0");
    }

    @Test
    void shouldPostHowTheJobEnded() throws Exception {
        mh.file(
                "job.yaml",
                "steps: {a: {each: 1..3, sh: 'true'}, b: {after: a, sh: 'true'}}",
                "notify: [{url: '" + address("/take?key=secret")
                        + "', on: succeeded}, {command: 'touch not', on: failed}]");
        mh.run("run", "job.yaml").exits(0);
        assertThat(posted).hasSize(1);
        JsonNode end = JSON.readTree(posted.getFirst());
        assertThat(end.get("job").asText()).isEqualTo(job("last").get("id").asText());
        assertThat(end.get("name").asText()).isEqualTo("job");
        assertThat(end.get("state").asText()).isEqualTo("succeeded");
        assertThat(end.get("reason").asText()).isEmpty();
        assertThat(end.get("endedMillis").asLong())
                .isGreaterThanOrEqualTo(end.get("submittedMillis").asLong());
        assertThat(end.get("steps").toString())
                .isEqualTo("[{\"name\":\"a\",\"ok\":3,\"failed\":0,\"cancelled\":0},"
                        + "{\"name\":\"b\",\"ok\":1,\"failed\":0,\"cancelled\":0}]");
        assertThat(states("last")).containsExactly("told", "unwanted");
        assertThat(mh.run("events", "last").exits(0).out())
                .contains("the address answered 204")
                .doesNotContain("secret");
        assertThat(mh.work().resolve("not")).doesNotExist();
    }

    @Test
    void shouldSayWhoWasNotReachedAndKeepTheExitCode() throws Exception {
        mh.run("run", "--notify", "echo nobody there >&2; exit 3", "--", "true")
                .exits(0)
                .saysOneSentence("mh: notify: exit 3: nobody there (echo nobody there");
        assertThat(states("last")).containsExactly("failed");
    }

    @Test
    void shouldEndWhatHangsAtItsTimeoutAndRunOtherJobsMeanwhile() throws Exception {
        Started node = mh.up();
        mh.file(
                "job.yaml",
                "run: [\"true\"]",
                "notify:",
                "- {url: '" + address("/hang") + "', timeout: 3s}",
                "- {command: 'echo >>began; sleep 600', timeout: 3s}");
        String id = mh.run("submit", "job.yaml").exits(0).lines().getFirst();
        Until.holds("the command hangs", () -> !mh.lines("began").isEmpty());
        assertThat(mh.run("run", "echo", "other").exits(0).lines()).containsExactly("other");
        Until.holds("both are given up", () -> states(id).equals(List.of("failed", "failed")));
        assertThat(job(id).get("notifications").toString()).contains("not done after 3 s");
        assertThat(mh.lines("began")).hasSize(1);
        node.terminate();
        node.ended().exits(0);
    }

    @Test
    void shouldCloseWhileSomebodyIsToldAndTellThemAfterwards() throws Exception {
        Started node = mh.up();
        mh.file(
                "job.yaml",
                "run: [\"true\"]",
                "notify:",
                "- {url: '" + address("/hang") + "', timeout: 10m}",
                "- {command: 'echo >>began; test -e go || sleep 600', timeout: 10m}");
        String id = mh.run("submit", "job.yaml").exits(0).lines().getFirst();
        Until.holds("the command hangs", () -> mh.lines("began").size() == 1);
        mh.run("rm", id).exits(120).saysOneSentence("is not told yet");
        node.terminate();
        node.ended().exits(0);
        assertThat(states(id)).containsExactly("owed", "owed");
        Files.createFile(mh.work().resolve("go"));
        var _ = mh.up();
        Until.holds("the command was told", () -> states(id).getLast().equals("told"));
    }

    @Test
    void shouldTellAgainAfterAKillInTheMiddle() throws Exception {
        Started node = mh.up();
        String id = mh.run("submit", "--notify", "echo >>began; test -e go || sleep 600; echo >>told", "--", "true")
                .exits(0)
                .lines()
                .getFirst();
        Until.holds("the command runs", () -> mh.lines("began").size() == 1);
        node.kill();
        Files.createFile(mh.work().resolve("go"));
        var _ = mh.up();
        mh.run("wait", id).exits(0);
        assertThat(states(id)).containsExactly("told");
        assertThat(mh.lines("began")).hasSize(2);
        assertThat(mh.lines("told")).hasSize(1);
        mh.run("rm", id).exits(0);
    }

    @Test
    void shouldRefuseWhatCannotBeTold() throws Exception {
        mh.run("run", "--notify", "http://", "--", "true")
                .exits(120)
                .saysOneSentence("--notify: 'http://' is no address");
        mh.run("run", "--notify", " ", "--", "true").exits(120).saysOneSentence("--notify: the command is empty");
        mh.file("job.yaml", "run: ls", "notify: {command: x, on: done}");
        mh.run("run", "job.yaml").exits(120).saysOneSentence("job.yaml:2:26", "'done' is no end of a job");
        mh.run("run", "--notify", "x", "job.yaml").exits(120).saysOneSentence("--notify beside a job file");
        assertThat(mh.run("run", "--notify", "http://h/x", "--notify", "echo a", "--print-spec", "--", "true")
                        .exits(0)
                        .out())
                .contains("notify: [{url: \"http://h/x\"}, \"echo a\"]");
    }
}
