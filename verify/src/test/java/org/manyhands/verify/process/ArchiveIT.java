package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.manyhands.core.Bytes;
import org.manyhands.core.codec.Codec;
import org.manyhands.core.plan.Plan;
import org.manyhands.core.plan.Retry;
import org.manyhands.core.plan.StepPlan;
import org.manyhands.wire.TaskTemplate;

/** Jobs beyond the last that ended are kept as pages; nobody notices but who wants one of them to change. */
final class ArchiveIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ADDRESS = Pattern.compile("is up: (http://[0-9.:]+)");

    @RegisterExtension
    final Mh mh = new Mh();

    /** Two tasks of three succeed, each with output and a file. */
    private void makeHistory() throws Exception {
        mh.run(
                        "run",
                        "--name",
                        "first",
                        "--each",
                        "1..3",
                        "--",
                        "sh",
                        "-c",
                        "echo said {}; echo made >$MH_OUT/file-{}; test {} != 2")
                .exits(1);
        mh.run("run", "--name", "second", "--", "echo", "two").exits(0);
    }

    private Ended nodeEnds(Started node) throws Exception {
        node.terminate();
        return node.ended().exits(0);
    }

    /** A node that archives all that have ended but so many. */
    private Started upWithArchived(int jobs, int unarchived) throws Exception {
        Started node = mh.up("--unarchived", Integer.toString(unarchived));
        Until.holds("jobs are archived", () -> archived() >= jobs);
        return node;
    }

    private long archived() {
        return lines("events", "-o", "json").stream()
                .filter(line -> line.contains("\"job_archived\""))
                .count();
    }

    private List<String> lines(String... words) {
        try {
            return mh.run(words).exits(0).lines();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** What the verbs say of the first job, without what tells that it is archived. */
    private SortedMap<String, List<String>> said(String to) throws Exception {
        SortedMap<String, List<String>> said = new TreeMap<>();
        for (List<String> words : List.of(
                List.of("jobs"),
                List.of("jobs", "-o", "ids"),
                List.of("job", "first"),
                List.of("tasks", "first"),
                List.of("tasks", "first:failed"),
                List.of("logs", "first"),
                List.of("logs", "first.3"),
                List.of("why", "first"),
                List.of("why", "first.2"),
                List.of("wait", "first"),
                List.of("attach", "first"),
                List.of("events", "first"))) {
            Ended ended = mh.run(words.toArray(String[]::new)).saysNothingInternal();
            List<String> lines = Stream.concat(Stream.of("exit " + ended.code()), ended.lines().stream())
                    .filter(line -> !line.contains("archived"))
                    .toList();
            said.put(String.join(" ", words), lines);
        }
        mh.run("get", "first", "--to", to);
        said.put("get", files(mh.work().resolve(to)));
        return said;
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void shouldAnswerEveryVerbAsBefore() throws Exception {
        makeHistory();
        Started node = mh.up();
        SortedMap<String, List<String>> before = said("before");
        nodeEnds(node);
        assertThat(before.get("get")).hasSize(2);
        assertThat(before.get("logs first")).contains("said 1", "said 3");

        node = upWithArchived(1, 1);
        assertThat(archived()).as("the second job is the last one").isEqualTo(1);
        assertThat(said("after")).isEqualTo(before);
        assertThat(mh.run("job", "first").exits(0).out()).contains("archived");

        node.kill();
        assertThat(mh.run("logs", "first.1").exits(0).out()).isEqualTo("said 1\n");
    }

    @Test
    void shouldChangeNothingOfAnArchivedJobAndRemoveIt() throws Exception {
        makeHistory();
        Started node = upWithArchived(2, 0);
        String second = lines("jobs", "-o", "ids").getFirst();
        String first = lines("jobs", "-o", "ids").getLast();
        for (List<String> words : List.of(
                List.of("retry", "first"),
                List.of("retry", "first.1"),
                List.of("pause", "first"),
                List.of("resume", "first"),
                List.of("cancel", "first"),
                List.of("set", "first", "--priority", "3"))) {
            mh.run(words.toArray(String[]::new))
                    .exits(120)
                    .saysOneSentence("job " + first + " has ended and is archived", "submit it as a new job");
        }
        assertThat(mh.run("rm", "first").exits(0).out()).isEqualTo("job " + first + " removed\n");
        mh.run("logs", "first").exits(120).saysOneSentence("no job 'first'");
        mh.run("job", first).exits(120).saysOneSentence("job " + first + " was removed by");
        assertThat(mh.run("rm", "--older", "0s").exits(0).out()).isEqualTo("job " + second + " removed\n");
        assertThat(mh.run("jobs", "-o", "ids").exits(0).lines()).isEmpty();
        nodeEnds(node);
    }

    @Test
    void shouldForgetArchivedJobsByAgeAsAllOthers() throws Exception {
        makeHistory();
        mh.run("up", "--unarchived", "-1").exits(120).saysOneSentence("--unarchived: -1", "expected: 0 or more");
        nodeEnds(upWithArchived(2, 0));
        Started node = mh.up("--keep", "0s");
        Until.holds("all are forgotten", () -> lines("jobs", "-o", "ids").isEmpty());
        nodeEnds(node);
    }

    @Test
    void shouldForgetArchivedJobsBySizeThoseThatEndedFirst() throws Exception {
        for (int i = 0; i < 3; i++) {
            mh.run("run", "--", "head", "-c", "1000000", "/dev/urandom").exits(0);
        }
        List<String> before = lines("jobs", "-o", "ids");
        nodeEnds(upWithArchived(3, 0));
        Started node = mh.up("--keep-size", "2500K");
        Until.holds("the first is forgotten", () -> lines("jobs", "-o", "ids").equals(before.subList(0, 2)));
        nodeEnds(node);
    }

    @Test
    void shouldMakeOneJobOfOneKeyAlsoWhenItIsArchived() throws Exception {
        Started node = mh.up("--unarchived", "0");
        JsonNode first = submit(node);
        mh.run("wait", first.get("job").asText()).exits(0);
        Until.holds("it is archived", () -> archived() == 1);
        node.kill();
        node = mh.up("--unarchived", "0");
        JsonNode again = submit(node);
        assertThat(again.get("job")).isEqualTo(first.get("job"));
        assertThat(again.get("known").asBoolean()).isTrue();
        assertThat(again.get("view").get("state").asText()).isEqualTo("succeeded");
        assertThat(lines("jobs", "-o", "ids")).hasSize(1);
        mh.run("rm", first.get("job").asText()).exits(0);
        assertThat(submit(node).get("error").asText()).contains("submitted with this key, and removed");
        nodeEnds(node);
    }

    /** A job without tasks, with a key that is always the same. */
    private JsonNode submit(Started node) throws Exception {
        Matcher address = ADDRESS.matcher(node.errSoFar());
        assertThat(address.find()).isTrue();
        StepPlan step = new StepPlan(
                "none",
                0,
                List.of(),
                new TreeMap<>(Collections.singletonMap("cpu", 1_000L)),
                0,
                Retry.NONE,
                0,
                0,
                Bytes.copyOf(TaskTemplate.getDefaultInstance().toByteArray()));
        Plan plan = new Plan("keyed", List.of(step), 0, Optional.empty(), "somebody");
        HttpRequest request = HttpRequest.newBuilder(URI.create(address.group(1) + "/v1/jobs?key=aa01&seen=0"))
                .header(
                        "Authorization",
                        "Bearer " + Files.readString(mh.data().resolve("token")).strip())
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        Codec.of(Plan.class).encode(plan)))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofByteArray())
                    .body());
        }
    }

    @Test
    void shouldNameTheJobWhosePageIsLost() throws Exception {
        makeHistory();
        nodeEnds(upWithArchived(2, 0));
        cutTheEndOfTheStore();
        List<String> both = lines("jobs", "-o", "ids");
        String lost = both.getFirst();
        for (String verb : List.of("job", "logs", "tasks", "why", "attach", "retry")) {
            mh.run(verb, lost).exits(120).saysOneSentence("job " + lost + " (second)", "page cannot be read", "mh rm");
        }
        assertThat(mh.run("logs", "first.1").exits(0).out()).isEqualTo("said 1\n");
        assertThat(mh.run("jobs").exits(0).lines()).hasSize(3);
        mh.run("rm", "second").exits(0);
        assertThat(lines("jobs", "-o", "ids")).isEqualTo(both.subList(1, 2));
    }

    /** What was written last is the page of the job that ended last. */
    private void cutTheEndOfTheStore() throws IOException {
        Path segment;
        try (Stream<Path> segments = Files.list(mh.data().resolve("store/segments"))) {
            segment = segments.filter(file -> file.toFile().length() > 0)
                    .max(java.util.Comparator.comparing(Path::toString))
                    .orElseThrow();
        }
        try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            file.truncate(file.size() - 10);
        }
    }
}
