package org.manyhands.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.manyhands.core.Bytes;
import org.manyhands.core.codec.Codec;
import org.manyhands.core.command.Actor;
import org.manyhands.core.command.Command;
import org.manyhands.core.machine.Machine;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.plan.ResourceNames;
import org.manyhands.core.state.State;
import org.manyhands.server.archive.Archiver;
import org.manyhands.server.archive.Pages;
import org.manyhands.server.control.Answer;
import org.manyhands.server.control.Control;
import org.manyhands.server.control.Proposer;
import org.manyhands.server.journal.Journal;
import org.manyhands.server.journal.SegmentFiles;
import org.manyhands.server.kit.Words;
import org.manyhands.server.replica.InMemoryLog;
import org.manyhands.store.Content;
import org.manyhands.store.Digest;
import org.manyhands.store.SealedBlob;
import org.manyhands.store.local.LocalBlobStore;
import org.manyhands.store.local.StoreSettings;
import org.manyhands.store.pack.PackBuilder;
import org.manyhands.store.pack.TaskKey;
import org.manyhands.wire.StepResults;

/** The API over loopback, in front of a real control plane whose log is in memory. */
class ApiServerTest {
    private static final String TOKEN = "s3cret";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Codec<Plan> PLANS = Codec.of(Plan.class);
    private static final int LOG_ENTRY_BYTES_MAX = 1 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Logger LOG = Logger.getLogger(ApiServer.class.getName());

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private Control control;
    private LocalBlobStore store;
    private ApiServer server;
    private @Nullable String guest;

    @BeforeEach
    void start() throws Exception {
        LOG.setLevel(Level.OFF);
        Journal journal = new Journal(SegmentFiles.at(directory.resolve("journal")));
        control = new Control(
                7, 60_000, journal, replicated -> new InMemoryLog(replicated, (_, _) -> {}, LOG_ENTRY_BYTES_MAX));
        assertThat(control.awaitLeading(LIMIT)).isTrue();
        store = LocalBlobStore.open(directory.resolve("store"), StoreSettings.defaults("n1"));
        server = ApiServer.answering(
                0,
                TOKEN,
                (_, _) -> Optional.ofNullable(guest),
                new Api(
                        control,
                        store,
                        new Pages(store),
                        "n1",
                        "test",
                        new TreeMap<>(Collections.singletonMap("cpu", 4_000L)),
                        new TreeMap<>(Collections.singletonMap("os", "linux")),
                        "",
                        Optional::empty,
                        TreeSet::new,
                        _ -> true,
                        store::damage,
                        Optional::empty));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        control.close();
        store.close();
        client.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.address() + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + TOKEN);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        return send(request(path).GET());
    }

    private HttpResponse<byte[]> post(String path, byte[] body) throws Exception {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static JsonNode json(HttpResponse<byte[]> response) throws Exception {
        assertThat(response.statusCode())
                .as(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static void assertRefused(HttpResponse<byte[]> response, int status, String... parts) throws Exception {
        assertThat(response.statusCode())
                .as(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(status);
        assertThat(JSON.readTree(response.body()).get("error").asText()).contains(parts);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] plan(String name) {
        return PLANS.encode(Words.plan(name, 3, Bytes.EMPTY));
    }

    /** The id of the job. */
    private String submit(int key, String name) throws Exception {
        return json(post(String.format("/v1/jobs?key=%08x", key), plan(name)))
                .get("job")
                .asText();
    }

    /** Waits for a job that does not end. */
    private Socket waiting(String job) throws Exception {
        Socket socket = new Socket(server.address().getHost(), server.address().getPort());
        socket.getOutputStream()
                .write(utf8("GET /v1/jobs/" + job + "?after=" + control.root().applied() + "&wait=600000 HTTP/1.1\r\n"
                        + "Host: x\r\nAuthorization: Bearer " + TOKEN + "\r\n\r\n"));
        return socket;
    }

    private boolean answers() throws Exception {
        return get("/v1/jobs").statusCode() == 200;
    }

    @Test
    void shouldAnswerSoManyAtOnceAndRefuseMore() throws Exception {
        String job = submit(78, "long");
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < ApiServer.REQUESTS_MAX; i++) {
                open.add(waiting(job));
            }
            // Our own question may have been one of the thousand.
            while (answers()) {
                open.add(waiting(job));
            }
            assertRefused(get("/v1/jobs"), 503, "1000 requests", "try again");
            var _ = control.submit(new Actor("x", "token", "", 0), new Command.CancelJob(Long.parseLong(job), "over"));
            while (!answers()) {
                Thread.sleep(1);
            }
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void shouldPauseResumeSetAndRemove() throws Exception {
        String job = "/v1/jobs/" + submit(77, "long");
        JsonNode paused = json(post(job + "/pause", new byte[0]));
        assertThat(paused.get("state").asText()).isEqualTo("paused");
        assertThat(paused.get("reason").asText()).contains("paused by", "mh resume");
        assertThat(json(get(job + "/why")).get("sentences").get(0).asText()).contains("paused by");
        assertThat(json(post(job + "/resume", new byte[0])).get("state").asText())
                .isEqualTo("queued");
        JsonNode set = json(post(job + "/set", utf8("{\"priority\": 9, \"at_most\": 2}")));
        assertThat(set.get("priority").asInt()).isEqualTo(9);
        assertRefused(post(job + "/set", utf8("{\"priority\": 9999}")), 409, "9999", "1000");
        assertRefused(post(job + "/set", utf8("{\"priority\": \"high\"}")), 400, "high", "number");
        assertRefused(post(job + "/set", utf8("{\"at_most\": 1, \"step\": \"none\"}")), 404, "no step 'none'");
        assertRefused(send(request(job).DELETE()), 409, "has not ended");
        json(post(job + "/cancel", new byte[0]));
        assertRefused(post(job + "/pause", new byte[0]), 409, "already ended");
        assertThat(send(request(job).DELETE()).statusCode()).isEqualTo(204);
    }

    private HttpResponse<byte[]> put(String path, String body) throws Exception {
        return send(request(path).PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void shouldSayWhatABodyShouldLookLike() throws Exception {
        assertRefused(put("/v1/resources/licence", "[]"), 400, "the body:", "{\"amount\": 1000}");
        assertRefused(put("/v1/nodes/n1/drain", "null"), 400, "the body is null", "limitMillis");
        assertRefused(put("/v1/nodes/n1/drain", "{\"limitMillis\": \"soon\"}"), 400, "soon", "limitMillis");
        assertRefused(post("/v1/nodes/n1/labels", utf8("zone")), 400, "the body:", "removed");
    }

    private byte[] where(String expression) {
        Plan plan = Words.plan("placed", 3, Bytes.EMPTY);
        return PLANS.encode(
                new Plan("placed", List.of(plan.steps().getFirst().withWhere(expression)), 0, Optional.empty(), "a"));
    }

    @Test
    void shouldRefuseConditionsThatMeanNothing() throws Exception {
        assertRefused(
                post("/v1/jobs?key=0101", where("labels.zone = 'eu'")),
                400,
                "step 'work'",
                "column 13",
                "expected: '=='");
        assertRefused(post("/v1/plan", where("node")), 400, "step 'work'", "of type string");
        assertRefused(get("/v1/node?where=zone"), 400, "there is no 'zone'");
        assertThat(json(get("/v1/jobs"))).isEmpty();
    }

    @Test
    void shouldForetellWhereAStepRunsAsIfThisMachineRanIt() throws Exception {
        for (String good : new String[] {"labels.os == 'linux'", "node == 'n1'"}) {
            JsonNode step = json(post("/v1/plan", where(good))).get("steps").get(0);
            assertThat(step.get("where").asText()).isEqualTo(good);
            assertThat(step.get("sentence").asText()).contains("3 tasks with nodes");
        }
        assertThat(json(post("/v1/plan", where("labels.zone == 'eu'")))
                        .get("steps")
                        .get(0)
                        .get("sentence")
                        .asText())
                .contains("no node meets where: labels.zone == 'eu'; 1 node is there, zone is missing on 1");
    }

    @Test
    void shouldLabelNodes() throws Exception {
        assertThat(control.submit(Actor.LEADER, new Command.RaiseLevel(Command.LEVEL_MEMBERS)))
                .isInstanceOf(Answer.Applied.class);
        for (String node : new String[] {"a", "b", "c"}) {
            assertThat(control.submit(Actor.LEADER, Words.open(node))).isInstanceOf(Answer.Applied.class);
        }
        assertThat(post("/v1/nodes/a/labels", utf8("{\"set\": {\"zone\": \"us\"}, \"removed\": []}"))
                        .statusCode())
                .isEqualTo(204);
        assertThat(post("/v1/nodes/b/labels", utf8("{\"set\": {\"zone\": \"us\"}}"))
                        .statusCode())
                .isEqualTo(204);
        String job = json(post("/v1/jobs?key=0102", where("labels.zone == 'eu'")))
                .get("job")
                .asText();
        assertThat(json(get("/v1/jobs/" + job + "/why")).get("sentences").get(0).asText())
                .contains("3 tasks cannot be placed: no node meets where: labels.zone == 'eu'"
                        + "; 3 nodes are there, zone is 'us' on 2, missing on 1");
        assertThat(post("/v1/nodes/c/labels", utf8("{\"set\": {\"zone\": \"eu\"}}"))
                        .statusCode())
                .isEqualTo(204);
        State placed =
                control.await(state -> state.jobs().at(Long.parseLong(job)).anyHeld(), LIMIT);
        assertThat(placed.jobs().at(Long.parseLong(job)).anyHeld()).isTrue();
        JsonNode only =
                json(get("/v1/node?where=labels.zone%20%3D%3D%20%27eu%27")).get("sessions");
        assertThat(only).hasSize(1);
        assertThat(only.get(0).get("labels").get("zone").asText()).isEqualTo("eu");
        assertThat(only.get(0).get("given").get(0).asText()).isEqualTo("zone");
        assertRefused(post("/v1/nodes/d/labels", utf8("{\"set\": {\"zone\": \"eu\"}}")), 409, "no node 'd'");
        assertRefused(post("/v1/nodes/a/labels", utf8("{\"set\": {\"os\": \"eu\"}}")), 409, "label 'os'");
        assertRefused(post("/v1/nodes/a/labels", utf8("{\"set\": {\"zone\": null}}")), 400, "label");
        assertRefused(post("/v1/nodes/a/labels", utf8("[]")), 400, "of an object from Array", "removed");
    }

    @Test
    void shouldAnswer401WithoutTheToken() throws Exception {
        for (String shown : new String[] {"Bearer wrong", "Bearer " + TOKEN + "x", "Bearer", TOKEN, "Basic " + TOKEN}) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + "/v1/jobs"))
                    .header("Authorization", shown);
            assertRefused(send(request), 401, "token");
        }
        assertRefused(send(HttpRequest.newBuilder(URI.create(server.address() + "/v1/jobs"))), 401, "token");
    }

    @Test
    void shouldAnswer404WhereThereIsNothing() throws Exception {
        assertRefused(get("/v1/nothing"), 404, "there is nothing at GET /v1/nothing");
        assertRefused(get("/"), 404, "there is nothing");
        assertRefused(get("/v1/jobs/17"), 404, "there is no job '17'");
        assertRefused(get("/v1/jobs/last"), 404, "there is no job yet");
    }

    @Test
    void shouldMakeOneJobOfOneKey() throws Exception {
        JsonNode first = json(post("/v1/jobs?key=aa01", plan("film")));
        JsonNode again = json(post("/v1/jobs?key=aa01", plan("film")));
        assertThat(first.get("known").asBoolean()).isFalse();
        assertThat(again.get("known").asBoolean()).isTrue();
        assertThat(again.get("job")).isEqualTo(first.get("job"));
        assertThat(json(get("/v1/jobs"))).hasSize(1);
    }

    @Test
    void shouldRefuseABadKeyWithASentence() throws Exception {
        for (String query : new String[] {"", "?key=", "?key=xyz", "?key=abc", "?key=" + "ab".repeat(65)}) {
            assertRefused(post("/v1/jobs" + query, plan("film")), 400, "key", "hexadecimal");
        }
        assertThat(control.root().jobs().isEmpty()).isTrue();
    }

    @Test
    void shouldRefuseWhatIsNoPlan() throws Exception {
        assertRefused(post("/v1/jobs?key=aa01", new byte[] {1, 2, 3}), 400, "not a plan");
        assertRefused(post("/v1/jobs?key=aa01", new byte[0]), 400, "not a plan");
    }

    @Test
    void shouldRefuseAPlanThatDoesNotFitTheLog() throws Exception {
        byte[] large = PLANS.encode(Words.plan("big", 1, Bytes.copyOf(new byte[Proposer.ENTRY_BYTES_MAX])));
        assertRefused(post("/v1/jobs?key=aa01", large), 400, "the plan has", "limit");
        assertThat(control.root().applied()).isZero();
    }

    @Test
    void shouldFindAJobByIdPrefixNameOrLast() throws Exception {
        String first = submit(1, "film");
        String second = submit(2, "other");
        assertThat(json(get("/v1/jobs/" + first)).get("name").asText()).isEqualTo("film");
        assertThat(json(get("/v1/jobs/other")).get("id").asText()).isEqualTo(second);
        assertThat(json(get("/v1/jobs/last")).get("id").asText()).isEqualTo(second);
    }

    @Test
    void shouldFindAJobByAPrefixThatOnlyItHas() throws Exception {
        String newest = submit(1, "film");
        for (int key = 2; newest.length() < 2; key++) {
            newest = submit(key, "film");
        }
        assertThat(newest).isEqualTo("10");
        assertThat(json(get("/v1/jobs/1")).get("id").asText())
                .as("an id itself comes before what begins with it")
                .isEqualTo("1");
        json(post("/v1/jobs/1/cancel", new byte[0]));
        assertThat(send(request("/v1/jobs/1").DELETE()).statusCode()).isEqualTo(204);
        assertThat(json(get("/v1/jobs/1")).get("id").asText()).isEqualTo("10");
    }

    @Test
    void shouldRefuseAReferenceThatManyJobsHave() throws Exception {
        String first = submit(1, "film");
        String second = submit(2, "film");
        assertRefused(get("/v1/jobs/film"), 404, "stands for 2 jobs", first, second);
    }

    @Test
    void shouldReturnFromALongPollWhenTheStateChanges() throws Exception {
        String job = submit(1, "film");
        long applied = json(get("/v1/jobs/" + job)).get("applied").asLong();
        CompletableFuture<HttpResponse<byte[]>> news = client.sendAsync(
                request("/v1/jobs/" + job + "?wait=30000&after=" + applied).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        var _ = control.submit(Actor.LEADER, Words.open("a"));
        JsonNode seen = json(news.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        assertThat(seen.get("applied").asLong()).isGreaterThan(applied);
    }

    @Test
    void shouldReturnFromALongPollWithTheOldStateWhenNothingChanges() throws Exception {
        String job = submit(1, "film");
        long applied = json(get("/v1/jobs/" + job)).get("applied").asLong();
        assertThat(json(get("/v1/jobs/" + job + "?wait=1&after=" + applied))
                        .get("applied")
                        .asLong())
                .isEqualTo(applied);
        assertRefused(get("/v1/jobs/" + job + "?after=soon"), 400, "after: 'soon'");
    }

    @Test
    void shouldCancelRetryAndRemove() throws Exception {
        String job = submit(1, "film");
        assertRefused(send(request("/v1/jobs/" + job).DELETE()), 409, "has not ended");
        assertThat(json(post("/v1/jobs/" + job + "/cancel?reason=enough", new byte[0]))
                        .get("state")
                        .asText())
                .isEqualTo("cancelled");
        assertRefused(post("/v1/jobs/" + job + "/cancel", new byte[0]), 409, "already ended");
        assertThat(json(post("/v1/jobs/" + job + "/retry", utf8("{\"cancelled\":true}")))
                        .get("run")
                        .asInt())
                .isEqualTo(2);
        json(post("/v1/jobs/" + job + "/cancel", new byte[0]));
        assertThat(send(request("/v1/jobs/" + job).DELETE()).statusCode()).isEqualTo(204);
        assertRefused(get("/v1/jobs/" + job), 404, "was removed by");
        assertThat(json(get("/v1/events?job=" + job)).get("events")).isNotEmpty();
        assertThat(json(get("/v1/journal")).get("damages")).isEmpty();
    }

    /** Without the number of the state that it shows. */
    private static JsonNode unnumbered(HttpResponse<byte[]> job) throws Exception {
        return ((ObjectNode) json(job)).without("applied");
    }

    private HttpRequest.Builder asGuest(String path) {
        return HttpRequest.newBuilder(server.address().resolve(path)).header("X-Mh-User", "whatever");
    }

    private int statusOf(HttpRequest.Builder request) throws Exception {
        return send(request).statusCode();
    }

    @Test
    void shouldServeGuestsByTheirConnectionAndNothingElse() throws Exception {
        assertThat(statusOf(asGuest("/v1/jobs"))).isEqualTo(401);
        guest = "ann";
        assertThat(statusOf(asGuest("/v1/jobs"))).isEqualTo(200);
        assertThat(statusOf(asGuest("/v1/node"))).isEqualTo(200);
        assertThat(statusOf(asGuest("/v1/jobs").header("Authorization", "Bearer wrong")))
                .isEqualTo(401);
        assertThat(statusOf(HttpRequest.newBuilder(server.address().resolve("/v1/jobs"))))
                .as("from a page in a browser, which cannot send our header")
                .isEqualTo(401);
        URI named = URI.create("http://localhost:" + server.address().getPort() + "/v1/jobs");
        assertThat(statusOf(HttpRequest.newBuilder(named).header("X-Mh-User", "ann")))
                .as("through a name that leads here")
                .isEqualTo(401);
        for (String path : List.of("/v1/events", "/v1/schedules", "/v1/schedules/x", "/v1/else", "/v1", "/")) {
            assertRefused(send(asGuest(path)), 403, "for its owner");
        }
    }

    @Test
    void shouldGiveTheJobsOfAGuestToThatGuest() throws Exception {
        String roots = submit(1, "roots");
        guest = "ann";
        byte[] plan = plan("anns");
        HttpResponse<byte[]> submitted =
                send(asGuest("/v1/jobs?key=02").POST(HttpRequest.BodyPublishers.ofByteArray(plan)));
        String anns = json(submitted).get("job").asText();
        JsonNode job = json(send(asGuest("/v1/jobs/last")));
        assertThat(job.get("id").asText()).isEqualTo(anns);
        assertThat(job.get("owner").asText()).isEqualTo("ann");
        assertThat(job.get("user").asText()).isEqualTo("ann");
        assertThat(json(send(asGuest("/v1/jobs")))).hasSize(1);
        assertThat(control.root()
                        .jobs()
                        .get(Long.parseLong(anns))
                        .orElseThrow()
                        .plan()
                        .steps())
                .allSatisfy(step -> assertThat(step.demand()).containsEntry(ResourceNames.USERS, 1_000L));
        for (String of : List.of(roots, "roots")) {
            assertRefused(send(asGuest("/v1/jobs/" + of)), 404, "there is no job '" + of + "'");
            assertRefused(
                    send(asGuest("/v1/jobs/" + of + "/cancel").POST(HttpRequest.BodyPublishers.noBody())), 404, of);
            assertRefused(send(asGuest("/v1/jobs/" + of).DELETE()), 404, of);
        }
        guest = "bob";
        assertRefused(send(asGuest("/v1/jobs/last")), 404, "there is no job yet");
        assertThat(json(get("/v1/jobs"))).hasSize(2);
        assertThat(json(get("/v1/jobs/" + roots)).get("user").asText()).isEmpty();
    }

    /** All that have ended. */
    private void archive() throws Exception {
        var _ = control.submit(Actor.LEADER, new Command.RaiseLevel(Machine.LEVEL));
        new Archiver(control, store, store.spoolDirectory(), 0).archive();
    }

    private void assertArchived(HttpResponse<byte[]> response, String job) throws Exception {
        assertRefused(response, 409, "job " + job + " has ended and is archived", "submit it as a new job");
    }

    @Test
    void shouldAnswerOfAnArchivedJobAsOfAnyOther() throws Exception {
        String job = submit(1, "film");
        json(post("/v1/jobs/" + job + "/cancel?reason=enough", new byte[0]));
        JsonNode before = unnumbered(get("/v1/jobs/" + job));
        String living = submit(2, "long");
        archive();
        assertThat(control.root().jobs().containsKey(Long.parseLong(job))).isFalse();
        for (String reference : new String[] {job, "film"}) {
            assertThat(unnumbered(get("/v1/jobs/" + reference))).isEqualTo(before);
        }
        String path = "/v1/jobs/" + job;
        assertThat(json(get("/v1/jobs")).findValuesAsText("id")).containsExactly(living, job);
        assertThat(json(get("/v1/jobs?before=" + living)).findValuesAsText("id"))
                .containsExactly(job);
        assertThat(json(get(path + "/why")).get("sentences").toString()).contains("enough");
        assertThat(json(get(path + "/history")).get("events").findValuesAsText("kind"))
                .contains("job_ended", "job_archived");
        assertThat(json(get("/v1/events?job=film")).get("events").findValuesAsText("kind"))
                .contains("job_archived");
        assertThat(StepResults.parseFrom(get(path + "/steps/work").body()).getDecided())
                .isTrue();
        assertThat(json(get(path + "?after=0&wait=30000")).get("state").asText())
                .isEqualTo("cancelled");
        assertThat(json(post("/v1/jobs?key=00000001", plan("film"))).get("job").asText())
                .isEqualTo(job);
        for (String change : new String[] {"cancel", "retry", "pause", "resume", "set"}) {
            assertArchived(post(path + "/" + change, new byte[0]), job);
        }
        assertThat(send(request(path).DELETE()).statusCode()).isEqualTo(204);
        assertRefused(get(path), 404, "was removed by");
        assertThat(json(get("/v1/jobs")).findValuesAsText("id")).containsExactly(living);
    }

    @Test
    void shouldNameTheArchivedJobWhosePageIsLostAndListAllOthers() throws Exception {
        String job = submit(1, "film");
        json(post("/v1/jobs/" + job + "/cancel", new byte[0]));
        var _ = control.submit(Actor.LEADER, new Command.RaiseLevel(Machine.LEVEL));
        Bytes nowhere = Bytes.copyOf(Digest.of(new byte[0]).toBytes());
        var _ = control.submit(Actor.LEADER, new Command.ArchiveJob(Long.parseLong(job), 1, nowhere, List.of()));
        String other = submit(2, "other");
        for (String asked : new String[] {"", "/why", "/history", "/steps/work"}) {
            assertRefused(get("/v1/jobs/film" + asked), 404, "job " + job + " (film)", "page cannot be read", "mh rm");
        }
        JsonNode all = json(get("/v1/jobs"));
        assertThat(all.findValuesAsText("id")).containsExactly(other, job);
        assertThat(all.get(1).get("state").asText()).isEqualTo("cancelled");
        assertThat(all.get(1).get("reason").asText()).contains("page cannot be read");
        assertThat(json(get("/v1/events?job=film")).get("events")).isNotEmpty();
        assertThat(json(get("/v1/jobs/film/id")).get("id").asText()).isEqualTo(job);
        assertThat(send(request("/v1/jobs/film").DELETE()).statusCode()).isEqualTo(204);
        assertThat(json(get("/v1/jobs"))).hasSize(1);
    }

    @Test
    void shouldRefuseARetryThatIsNotUnderstood() throws Exception {
        String job = submit(1, "film");
        json(post("/v1/jobs/" + job + "/cancel", new byte[0]));
        String retry = "/v1/jobs/" + job + "/retry";
        assertRefused(post(retry, utf8("{rubbish")), 400, "not JSON");
        assertRefused(post(retry, utf8("{\"items\":[0]}")), 400, "task 0", "expected: 1 to 3");
        assertRefused(post(retry, utf8("{\"items\":[4]}")), 400, "task 4");
        assertRefused(post(retry, utf8("{\"items\":[\"x\"]}")), 400, "expected: 1 to 3");
        assertRefused(post(retry, utf8("{\"step\":\"nope\",\"items\":[1]}")), 404, "no step 'nope'");
        assertThat(json(post(retry, utf8("{\"items\":[2]}"))).get("run").asInt())
                .isEqualTo(2);
    }

    @Test
    void shouldGiveTheResultsOfAStepByNameOrNumber() throws Exception {
        String job = submit(1, "film");
        for (String step : new String[] {"work", "0"}) {
            HttpResponse<byte[]> response = get("/v1/jobs/" + job + "/steps/" + step);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(StepResults.parseFrom(response.body()).getItems()).isEqualTo(3);
        }
        assertRefused(get("/v1/jobs/" + job + "/steps/nope"), 404, "no step 'nope' (it has: work)");
    }

    @Test
    void shouldListJobsNewestFirstInPages() throws Exception {
        String first = submit(1, "a");
        String second = submit(2, "b");
        String third = submit(3, "c");
        assertThat(json(get("/v1/jobs?limit=2")).findValuesAsText("id")).containsExactly(third, second);
        assertThat(json(get("/v1/jobs?limit=2&before=" + second)).findValuesAsText("id"))
                .containsExactly(first);
    }

    @Test
    void shouldTakeAndGiveBlobs() throws Exception {
        try (SealedBlob blob = pack()) {
            byte[] bytes;
            try (InputStream content = blob.open()) {
                bytes = content.readAllBytes();
            }
            String path = "/v1/blobs/" + blob.name();
            assertRefused(get(path), 404, "is not here");
            assertThat(json(post(path, new byte[0])).get("stores")).isEmpty();
            assertThat(json(send(request(path).PUT(HttpRequest.BodyPublishers.ofByteArray(bytes))))
                            .get("bytes")
                            .asLong())
                    .isEqualTo(bytes.length);
            assertThat(json(post(path, new byte[0])).get("stores").get(0).asText())
                    .isEqualTo("n1");
            assertThat(get(path).body()).isEqualTo(bytes);
            assertThat(json(get(path + "/size")).get("bytes").asLong()).isEqualTo(bytes.length);
            assertRefused(get("/v1/blobs/" + "0".repeat(64) + "/size"), 404, "is not here");
            assertRefused(get(path + "/colour"), 404, "there is nothing");
            assertThat(get(path + "?from=3&length=5").body()).isEqualTo(java.util.Arrays.copyOfRange(bytes, 3, 8));
        }
    }

    @Test
    void shouldRefuseABlobThatIsNotWhatItsNameSays() throws Exception {
        Digest name = Digest.of(new byte[] {1});
        HttpResponse<byte[]> put =
                send(request("/v1/blobs/" + name).PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[100])));
        assertRefused(put, 409, name.toString());
        assertThat(json(post("/v1/blobs/" + name, new byte[0])).get("stores")).isEmpty();
    }

    @Test
    void shouldRefuseABlobWithoutALength() throws Exception {
        HttpResponse<byte[]> put = send(request("/v1/blobs/" + Digest.of(new byte[] {1}))
                .PUT(HttpRequest.BodyPublishers.ofInputStream(InputStream::nullInputStream)));
        assertRefused(put, 400, "Content-Length");
    }

    @Test
    void shouldRefuseANameThatIsNoDigest() throws Exception {
        assertRefused(get("/v1/blobs/nonsense"), 400, "'nonsense' is not the name of a blob");
    }

    private SealedBlob pack() throws Exception {
        try (PackBuilder builder = new PackBuilder(store, directory)) {
            Content none = Content.of(new byte[0]);
            builder.add(new TaskKey(1, 0, 0), new byte[] {7}, none, none, java.util.List.of());
            return builder.seal();
        }
    }
}
