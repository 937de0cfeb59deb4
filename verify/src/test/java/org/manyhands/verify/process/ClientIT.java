package org.manyhands.verify.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node that is busy with a long job answers every verb of other processes meanwhile. */
final class ClientIT {
    private static final int ITEMS = 20_000;

    @RegisterExtension
    final Mh mh = new Mh();

    @Test
    void shouldAnswerEveryVerbWhileALongJobRuns() throws Exception {
        Started node = mh.up();
        String big = submit("--name", "big", "--each", "1.." + ITEMS, "true");

        assertThat(mh.run("jobs").exits(0).out()).contains("big");
        assertThat(mh.run("job", big).exits(0).out()).contains("running").contains(Integer.toString(ITEMS));
        assertThat(mh.run("why", big).exits(0).lines()).hasSize(1);
        assertThat(mh.run("tasks", big + ".1-10").exits(0).lines()).hasSize(11);
        assertThat(mh.run("plan", "--each", "1..5", "true").exits(0).out()).contains("5");
        assertThat(mh.run("doctor").exits(0).out()).contains("process " + node.pid());

        Ended own = mh.run("run", "--priority", "10", "--", "sh", "-c", "echo mine; echo file >$MH_OUT/f")
                .exits(0);
        assertThat(own.out()).isEqualTo("mine\n");
        String small = mh.run("jobs", "-o", "ids").exits(0).lines().getFirst();
        assertThat(mh.run("logs", small).exits(0).out()).isEqualTo("mine\n");
        mh.run("get", small, "--to", "got").exits(0);
        assertThat(mh.work().resolve("got/f")).hasContent("file\n");

        String failing = submit("--priority", "10", "--", "sh", "-c", "test -e fixed");
        mh.run("wait", failing).exits(1);
        Files.createFile(mh.work().resolve("fixed"));
        mh.run("retry", failing + ":failed").exits(0);
        mh.run("wait", failing).exits(0);

        assertThat(state(big)).as("the long job is still there to be disturbed").isEqualTo("running");
        assertThat(mh.run("cancel", big, "--reason", "seen enough").exits(0).out())
                .contains("cancelled");
        JsonNode after = new ObjectMapper()
                .readTree(mh.run("job", big, "-o", "json").exits(0).stdout());
        JsonNode step = after.get("steps").get(0);
        assertThat(step.get("ok").asLong()
                        + step.get("failed").asLong()
                        + step.get("cancelled").asLong())
                .isEqualTo(ITEMS);
        assertThat(mh.run("job", big).exits(0).out()).contains("seen enough");
        node.terminate();
        node.ended().exits(0).saysNothingInternal();
    }

    @Test
    void shouldCountEveryItemOfALongJob() throws Exception {
        int items = 3_000;
        Ended ended = mh.run("run", "--progress", "none", "--each", "1.." + items, "echo")
                .exits(0);
        assertThat(ended.lines()).hasSize(items);
        assertThat(ended.lines().getFirst()).isEqualTo("1");
        assertThat(ended.lines().getLast()).isEqualTo(Integer.toString(items));
        assertThat(mh.run("jobs").exits(0).out()).contains(items + "/" + items);
    }

    private String submit(String... words) throws Exception {
        String[] all = new String[words.length + 1];
        all[0] = "submit";
        System.arraycopy(words, 0, all, 1, words.length);
        return mh.run(all).exits(0).out().strip();
    }

    private String state(String job) throws Exception {
        return new ObjectMapper()
                .readTree(mh.run("job", job, "-o", "json").exits(0).stdout())
                .get("state")
                .asText();
    }
}
