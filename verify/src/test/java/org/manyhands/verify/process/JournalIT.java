package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happened is known afterwards: in order, once, also what was before a kill. */
final class JournalIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    final Mh mh = new Mh();

    @Test
    void shouldTellAfterAKillWhyATaskRanAgain() throws Exception {
        String script = "if [ -e begun ]; then echo second; else touch begun; sleep 600; fi";
        Started run = mh.start("run", "--name", "job", "--", "sh", "-c", script);
        Until.holds("the task has begun", () -> Files.exists(mh.work().resolve("begun")));
        run.kill();
        mh.run("attach", "last").exits(0);

        String why = mh.run("why", "last.1").exits(0).out();
        assertThat(why)
                .containsSubsequence(
                        "boot 1",
                        "and taken back at ",
                        "the process that ran it is gone",
                        "boot 2",
                        "and succeeded at ");
        assertThat(mh.run("job", "last").exits(0).out())
                .containsSubsequence(
                        "submitted by", "step sh began", "taken back from node", "step sh ended", "run 1 ended: ok");
        List<String> kinds = new ArrayList<>();
        for (JsonNode event : events("last")) {
            kinds.add(event.get("kind").asText());
        }
        assertThat(kinds)
                .containsExactly(
                        "job_submitted",
                        "tasks_granted",
                        "tasks_taken_back",
                        "tasks_granted",
                        "tasks_succeeded",
                        "job_ended");
    }

    @Test
    void shouldKnowAfterTheNodeWasKilledWhatHappenedBefore() throws Exception {
        Started node = mh.up();
        mh.run("run", "--name", "early", "--each", "1..3", "--", "true").exits(0);
        String before = mh.run("events").exits(0).out();
        node.kill();
        Started again = mh.up();
        assertThat(mh.run("events").exits(0).out()).startsWith(before);
        assertThat(mh.run("job", "early").exits(0).out()).containsSubsequence("step true ended", "run 1 ended: ok");
        assertThat(mh.run("why", "early.2").exits(0).out()).contains("given to node", "and succeeded at");
        String id = mh.run("jobs", "-o", "ids").exits(0).lines().getFirst();
        mh.run("rm", "early").exits(0);
        mh.run("job", id).exits(120).saysOneSentence("removed by", "mh events " + id);
        assertThat(mh.run("events", id).exits(0).out()).contains("submitted by", "removed by");
        again.terminate();
        again.ended().exits(0);
    }

    @Test
    void shouldTellWhatADamagedSegmentStillSays() throws Exception {
        Started node = mh.up();
        mh.run("run", "--name", "first", "--", "true").exits(0);
        mh.run("run", "--name", "second", "--", "true").exits(0);
        int all = mh.run("events").exits(0).lines().size();
        Path segment = mh.data().resolve("journal").resolve("000000000001.journal");
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(file.length() / 2);
            int flipped = file.read() ^ 1;
            file.seek(file.length() / 2);
            file.write(flipped);
        }
        Ended events = mh.run("events").exits(125).saysOneSentence("segment 1", "damaged at byte", "all else is told");
        assertThat(events.lines()).hasSizeBetween(all - 5, all - 1);
        assertThat(events.out()).contains("as first", "as second");
        mh.run("job", "second").exits(0);
        assertThat(mh.run("doctor").exits(0).out()).contains("journal      since", "damaged at byte");
        node.terminate();
        node.ended().exits(0);
    }

    @Test
    void shouldSayWhoCancelledAndWhy() throws Exception {
        mh.run("submit", "--", "true").exits(0);
        mh.run("cancel", "last", "--reason", "seen enough").exits(0);
        String user = System.getProperty("user.name");
        assertThat(mh.run("why", "last").exits(0).out())
                .contains("seen enough")
                .contains("the job was cancelled by " + user + " at ");
        assertThat(mh.run("job", "last").exits(0).out()).contains("cancelled by " + user + ": seen enough");
    }

    @Test
    void shouldFollowWhatHappens() throws Exception {
        Started node = mh.up();
        Started follower = mh.start("events", "-f", "-o", "json");
        mh.run("run", "--each", "1..3", "--", "true").exits(0);
        Until.holds("the end is told", () -> follower.outSoFar().contains("\"job_ended\""));
        follower.interrupt();
        var _ = follower.ended();
        node.terminate();
        node.ended().exits(0);
    }

    @Test
    void shouldLeaveOutWhatIsTooOld() throws Exception {
        mh.run("run", "--", "true").exits(0);
        assertThat(mh.run("events", "--since", "1h").exits(0).lines()).isNotEmpty();
        assertThat(mh.run("events", "last", "--since", "1ms").exits(0).lines()).isEmpty();
        assertThat(mh.run("events", "--since", "soon").exits(120).err()).contains("is not a duration");
    }

    private List<JsonNode> events(String job) throws Exception {
        List<JsonNode> events = new ArrayList<>();
        for (String line : mh.run("events", job, "-o", "json").exits(0).lines()) {
            events.add(JSON.readTree(line));
        }
        return events;
    }
}
