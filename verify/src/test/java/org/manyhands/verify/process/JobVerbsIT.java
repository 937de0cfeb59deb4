package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people do with a job that runs or has ended: pause, resume, set, rm. */
final class JobVerbsIT {
    @RegisterExtension
    final Mh mh = new Mh();

    private String submit(String... words) throws Exception {
        String[] all = new String[words.length + 1];
        all[0] = "submit";
        System.arraycopy(words, 0, all, 1, words.length);
        return mh.run(all).exits(0).out().strip();
    }

    private JsonNode job(String job) throws Exception {
        return new ObjectMapper()
                .readTree(mh.run("job", job, "-o", "json").exits(0).stdout());
    }

    private long ok(String job) throws Exception {
        return job(job).get("steps").get(0).get("ok").asLong();
    }

    @Test
    void shouldStartNothingOfAPausedJobUntilItIsResumed() throws Exception {
        var _ = mh.up();
        String job = submit(
                "--each",
                "1..200",
                "--",
                "sh",
                "-c",
                "echo $1 >>starts; until test -e go; do sleep 0.05; done",
                "x",
                "{}");
        Until.holds("tasks run", () -> Files.exists(mh.work().resolve("starts")));
        assertThat(mh.run("pause", job).exits(0).out()).contains("paused");
        assertThat(mh.run("jobs").exits(0).out()).contains("paused");
        assertThat(mh.run("why", job).exits(0).out()).contains("paused by", "mh resume " + job);
        Files.createFile(mh.work().resolve("go"));
        int cores = Runtime.getRuntime().availableProcessors();
        while (job(job).get("steps").get(0).get("running").asLong() > 0) {
            Thread.sleep(50);
        }
        long started = Files.readAllLines(mh.work().resolve("starts")).size();
        assertThat(started).isLessThanOrEqualTo(4L * cores);
        assertThat(ok(job)).isLessThanOrEqualTo(started);
        assertThat(job(job).get("state").asText()).isEqualTo("paused");
        mh.run("resume", job).exits(0);
        mh.run("wait", job).exits(0);
        assertThat(Files.readAllLines(mh.work().resolve("starts"))).hasSize(200);
    }

    @Test
    void shouldChangePriorityAndLimitOfAJobThatRuns() throws Exception {
        String job = submit("--each", "1..20", "--", "true");
        assertThat(mh.run("set", job, "--priority", "7", "--at-most", "1")
                        .exits(0)
                        .out())
                .contains("priority 7");
        assertThat(job(job).get("priority").asInt()).isEqualTo(7);
        mh.run("set", job, "--priority", "5000").exits(120).saysOneSentence("priority", "5000", "1000");
        mh.run("set", job).exits(120).saysOneSentence("--priority");
        var _ = mh.up();
        mh.run("wait", job).exits(0);
        mh.run("set", job, "--priority", "1").exits(120).saysOneSentence("already ended");
    }

    @Test
    void shouldRemoveOnlyWhatHasEnded() throws Exception {
        String waits = submit("--", "true");
        mh.run("pause", waits).exits(0);
        mh.run("rm", waits).exits(120).saysOneSentence("has not ended", "cancel");
        mh.run("rm").exits(120).saysOneSentence("which job");
        mh.run("run", "--", "echo", "done").exits(0);
        assertThat(mh.run("rm", "echo").exits(0).out()).contains("removed");
        mh.run("job", "echo").exits(120).saysOneSentence("no job 'echo'");
        mh.run("run", "--name", "young", "--", "true").exits(0);
        assertThat(mh.run("rm", "--older", "1h").exits(0).out()).isEmpty();
        assertThat(mh.run("rm", "--older", "0").exits(0).lines()).hasSize(1);
        assertThat(mh.run("jobs", "-o", "ids").exits(0).lines()).containsExactly(waits);
    }
}
